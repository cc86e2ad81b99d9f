import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";

test("one field finds nodes by what is set on them, runs, other workflows and actions", async ({
  gallery,
  editor,
  page,
}) => {
  await editor.openFile({ title: "Lighthouse", nodes: { a: { type: "load-image", title: "A" } }, wires: [] });
  await gallery.open();
  await gallery.use("Find and count shapes");
  await expect(editor.nodes).toHaveCount(8);
  await editor.run();
  await editor.everyNodeIsDone();

  const field = page.getByRole("combobox", { name: "Find or do anything" });
  const first = page.getByRole("listbox", { name: "Results" }).getByRole("option").first();
  const find = async (words: string) => {
    await page.keyboard.press("ControlOrMeta+k");
    await field.fill(words);
  };

  await test.step("a node by the value of a param", async () => {
    await find("scene-2");
    await expect(first).toContainText("Picture");
    await expect(first).toContainText("Sample: scene-2.png");
    await checkAccessibility(page, { state: "the list of commands" });
    await page.keyboard.press("Enter");
    await expect(editor.inspector.getByRole("heading", { name: "Picture", exact: true })).toBeVisible();
  });

  await test.step("another workflow", async () => {
    await find("lighthouse");
    await expect(first).toContainText("Open workflow");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Lighthouse", level: 1 })).toBeVisible();
    await page.goBack();
    await expect(editor.nodes).toHaveCount(8);
  });

  await test.step("a run", async () => {
    await find("run succeeded");
    await expect(first).toContainText(/Run \d+/);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/runs/*");
  });
});
