import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { settledBox } from "./settled-box.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

const text = (title: string, at: [number, number]) => ({
  type: "text-template",
  title,
  params: { template: "{{a}}" },
  at,
});

/** Four nodes in two rows, the first three of them in a chain. */
function four(title: string): WorkflowSketch {
  return {
    title,
    nodes: {
      one: text("One", [0, 0]),
      two: text("Two", [320, 0]),
      three: text("Three", [640, 0]),
      four: text("Four", [320, 300]),
    },
    wires: [
      ["one.text", "two.a"],
      ["two.text", "three.a"],
    ],
  };
}

test("nodes are chosen with a loop or a box, and Shift and Control add to them and take away", async ({
  editor,
  selection,
  page,
}) => {
  await editor.openFile(four("Choose some"));

  await selection.loopAround(["One", "Two"], ["Alt"]);
  await selection.isSelected("One", "Two");
  await selection.boxAround(["Four"], ["Shift"]);
  await selection.isSelected("One", "Two", "Four");
  await selection.boxAround(["Two"], ["Control"]);
  await selection.isSelected("One", "Four");

  await test.step("the loop is a tool as well, by its key", async () => {
    await editor.canvas.focus();
    await page.keyboard.press("q");
    await expect(selection.tool("Select with a loop")).toHaveAttribute("aria-pressed", "true");
    await selection.loopAround(["Three"]);
    await selection.isSelected("Three");
    await selection.loopAround(["Two"], ["Shift"]);
    await selection.isSelected("Two", "Three");
    await checkAccessibility(page, { state: "loop tool" });
    await page.keyboard.press("q");
    await selection.boxAround(["One"]);
    await selection.isSelected("One");
  });

  await page.keyboard.press("ControlOrMeta+a");
  await selection.isSelected("One", "Two", "Three", "Four");
  await editor.select("Two");
  await selection.isSelected("Two");
});

test("while a node is dragged, lines show what it lies in line with, and draw it there", async ({
  editor,
  selection,
  page,
}) => {
  await editor.openFile(four("In line"));
  const one = await selection.placeOf("One");
  const four_ = await selection.placeOf("Four");
  await editor.canvas.focus();
  await page.keyboard.press("g");
  await expect(selection.tool("Snap to the grid")).toHaveAttribute("aria-pressed", "false");

  await selection.holdMoved("Four", { x: one.x - four_.x + 4, y: 0 });
  await expect(editor.canvas.locator(".drag-guides i").first()).toBeVisible();
  await page.mouse.up();
  await expect(editor.canvas.locator(".drag-guides i")).toHaveCount(0);
  expect((await selection.placeOf("Four")).x).toBe(one.x);

  await test.step("between two others the gaps become equal", async () => {
    await selection.move("Two", { x: 37, y: 0 });
    const [left, right] = [await selection.placeOf("One"), await selection.placeOf("Three")];
    const two = await selection.placeOf("Two");
    const { width } = await settledBox(editor.node("Two"));
    const middle = (left.x + right.x) / 2 + ((await settledBox(editor.node("One"))).width - width) / 2;
    await selection.holdMoved("Two", { x: Math.round(middle - two.x) + 3, y: 0 });
    await expect(editor.canvas.locator('.drag-guides i[data-kind="gap"]')).toHaveCount(2);
    await page.mouse.up();
    expect(Math.abs((await selection.placeOf("Two")).x - middle)).toBeLessThanOrEqual(1);
  });

  await test.step("the choice is kept", async () => {
    await editor.isSaved();
    await editor.reload();
    await expect(selection.tool("Snap to the grid")).toHaveAttribute("aria-pressed", "false");
    await selection.tool("Snap to the grid").click();
    await expect(selection.tool("Snap to the grid")).toHaveAttribute("aria-pressed", "true");
  });
});

test("tidying moves what is chosen, and never what is locked", async ({ editor, selection, page }) => {
  const sketch = four("Tidy a part");
  sketch.nodes.one!.at = [60, 200];
  sketch.nodes.two!.at = [0, 60];
  await editor.openFile(sketch);
  await editor.select("Three");
  await page.keyboard.press("Shift+L");
  await expect(editor.node("Three").getByRole("img", { name: "Position locked" })).toBeVisible();
  await checkAccessibility(page, { state: "node whose position is locked" });
  const three = await selection.placeOf("Three");

  await test.step("it cannot be dragged", async () => {
    await selection.move("Three", { x: 90, y: 60 });
    expect(await selection.placeOf("Three")).toEqual(three);
  });

  await test.step("only the chosen nodes are laid out", async () => {
    await page.keyboard.press("Escape");
    const four_ = await selection.placeOf("Four");
    await selection.boxAround(["One", "Two"]);
    await selection.isSelected("One", "Two");
    await page.keyboard.press("Shift+T");
    await expect
      .poll(async () => (await selection.placeOf("Two")).x - (await selection.placeOf("One")).x)
      .toBeGreaterThan(100);
    expect([await selection.placeOf("Three"), await selection.placeOf("Four")]).toEqual([three, four_]);
    await page.keyboard.press("ControlOrMeta+z");
    await expect
      .poll(async () => (await selection.placeOf("Two")).x - (await selection.placeOf("One")).x)
      .toBeLessThan(0);
  });
});
