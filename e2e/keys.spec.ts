import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";

test("keys are changed where they stand, taken from another action after a question, kept, and brought back", async ({
  editor,
  page,
}) => {
  await editor.openNew();
  const sheet = page.getByRole("dialog", { name: "Keys" });
  const keysOf = (label: string) => sheet.getByRole("button", { name: `Change the keys of ${label}`, exact: true });
  await page.keyboard.press("?");

  await test.step("free keys are taken at once", async () => {
    await keysOf("Add a note").click();
    await page.keyboard.press("Alt+KeyN");
    await expect(keysOf("Add a note")).toHaveText("Alt+N");
    await checkAccessibility(page, { state: "the sheet of keys" });
  });

  await test.step("those of another action after a question, those of the browser never", async () => {
    await keysOf("Add a frame").click();
    await page.keyboard.press("Control+w");
    await expect(sheet.getByRole("status")).toHaveText("The browser keeps these keys for itself.");
    await page.keyboard.press("Control+d");
    await expect(sheet.getByRole("status")).toHaveText("These are the keys of “Duplicate”.");
    await checkAccessibility(page, { state: "keys that another action has" });
    await sheet.getByRole("button", { name: "Use them here" }).click();
    await expect(keysOf("Add a frame")).toHaveText("Ctrl+D");
    await expect(keysOf("Duplicate")).toHaveText("none");
  });

  await test.step("Escape leaves the keys as they are, then the sheet", async () => {
    await keysOf("Tidy up what is chosen, or all").click();
    await page.keyboard.press("Escape");
    await expect(keysOf("Tidy up what is chosen, or all")).toHaveText("Shift+T");
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
  });

  await test.step("they work, also after a reload", async () => {
    await page.keyboard.press("n");
    await expect(editor.notes).toHaveCount(0);
    await page.keyboard.press("Alt+KeyN");
    await expect(editor.notes).toHaveCount(1);
    await page.keyboard.press("Escape");
    await editor.isSaved();
    await editor.reload();
    await editor.canvas.focus();
    await page.keyboard.press("Alt+KeyN");
    await expect(editor.notes).toHaveCount(2);
  });

  await test.step("all come back", async () => {
    await page.keyboard.press("Escape");
    await editor.canvas.focus();
    await page.keyboard.press("?");
    await sheet.getByRole("button", { name: "Back to the keys at first" }).click();
    await expect(keysOf("Add a note")).toHaveText("N");
    await expect(keysOf("Duplicate")).toHaveText("Ctrl+D");
  });
});

test("nodes are aligned and their gaps evened out by key and by menu, in one step each", async ({ editor, page }) => {
  await editor.openFile({
    title: "Scattered",
    nodes: {
      a: { type: "workflow-input", title: "A", params: { name: "a", kind: "text", sample: "" }, at: [0, 0] },
      b: { type: "workflow-input", title: "B", params: { name: "b", kind: "text", sample: "" }, at: [340, 180] },
      c: { type: "workflow-input", title: "C", params: { name: "c", kind: "text", sample: "" }, at: [520, 640] },
    },
    wires: [],
  });
  const boxes = async () =>
    await Promise.all(["A", "B", "C"].map(async (title) => (await editor.node(title).boundingBox())!));
  const gapsDown = async () => {
    const [a, b, c] = await boxes();
    return [b!.y - (a!.y + a!.height), c!.y - (b!.y + b!.height)];
  };
  await editor.canvas.focus();
  await page.keyboard.press("ControlOrMeta+a");

  await page.keyboard.press("Alt+KeyA");
  await expect.poll(async () => new Set((await boxes()).map(({ x }) => Math.round(x))).size).toBe(1);

  await editor.node("B").getByRole("heading").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Arrange" }).hover();
  await checkAccessibility(page, { state: "the menu of several nodes" });
  await page.getByRole("menuitem", { name: "Even out gaps down" }).click();
  await expect.poll(async () => Math.abs((await gapsDown()).reduce((one, other) => one - other))).toBeLessThan(3);

  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => new Set((await boxes()).map(({ x }) => Math.round(x))).size).toBe(3);
});
