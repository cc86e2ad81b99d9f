import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";

test("a workflow is built from the palette, every step can be undone, and a reload keeps all of it", async ({
  editor,
  page,
}) => {
  await editor.openNew();
  await expect(page.getByRole("heading", { name: "Patch the first nodes together" })).toBeVisible();

  await editor.addNode("Input");
  await editor.addNode("Text template");
  await editor.dragNode("Output", { x: 0.75, y: 0.15 });
  await editor.select("Text template");
  await editor.param("Template").fill("Hello, {{who}}!");
  await editor.connect(["Input", "Value"], ["Text template", "who"]);
  await expect(editor.wire("Input", "Text template")).toBeVisible();
  await editor.connect(["Text template", "Text"], ["Output", "Value"]);
  await expect(editor.wire("Text template", "Output")).toBeVisible();

  await test.step("params are undone and done again like everything else", async () => {
    await editor.select("Input");
    await editor.param("Name").fill("who");
    await editor.canvas.focus();
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.param("Name")).toHaveValue("input");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(editor.wire("Text template", "Output")).toHaveCount(0);
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await expect(editor.wire("Text template", "Output")).toBeVisible();
    await expect(editor.param("Name")).toHaveValue("who");
  });

  await test.step("duplicate, rename and delete", async () => {
    await editor.select("Text template");
    await page.keyboard.press("ControlOrMeta+d");
    await expect(editor.node("Text template")).toHaveCount(2);
    await page.keyboard.press("Delete");
    await expect(editor.node("Text template")).toHaveCount(1);
    await editor.rename("Text template", "Greeting");
    await editor.node("Greeting").getByRole("heading").dblclick();
    const title = page.getByRole("textbox", { name: "Node title" });
    await title.fill("Greet\u202eing");
    await title.press("Enter");
    await expect(page.getByRole("region", { name: /^Notifications/ })).toContainText("“Greeting” keeps its title");
    await expect(editor.node("Greeting")).toBeVisible();
    await page.getByRole("button", { name: "Untitled workflow" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    const field = page.getByRole("textbox", { name: "Workflow title" });
    await field.fill("Greet");
    // The page shows the title before the server has it.
    const renamed = page.waitForResponse(/workflows\.rename/);
    await field.press("Enter");
    await renamed;
    await expect(page.getByRole("heading", { name: "Greet", level: 1 })).toBeVisible();
  });

  await expect(editor.saveState).toHaveText(/^Saved/);
  await editor.reload();
  await expect(page.getByRole("heading", { name: "Greet", level: 1 })).toBeVisible();
  await expect(editor.nodes).toHaveCount(3);
  await expect(editor.wire("Input", "Greeting")).toBeVisible();
  await editor.select("Greeting");
  await expect(editor.param("Template")).toHaveText("Hello, {{who}}!");
});

test("a wire between ports that do not fit is refused with the reason", async ({ editor, page }) => {
  await editor.openNew();
  await editor.addNode("Load image");
  await editor.addNode("Resize image");
  await editor.addNode("Draw detections");

  await editor.holdWire(["Resize image", "Image"], ["Draw detections", "Detections"]);
  await expect(page.getByRole("status").filter({ hasText: "Put between: “Detect objects”" })).toContainText(
    /detections.*image/i,
  );
  await page.mouse.up();
  await expect(page.getByRole("dialog", { name: "These ports do not fit" })).toContainText(/detections.*image/i);
  await page.keyboard.press("Escape");
  await expect(editor.wire("Resize image", "Draw detections")).toHaveCount(0);

  await editor.connect(["Load image", "Image"], ["Resize image", "Image"]);
  await expect(editor.wire("Load image", "Resize image")).toBeVisible();
});

test("what is missing stands in a list that leads to its node, and nothing runs until it is there", async ({
  editor,
  page,
}) => {
  await editor.openNew();
  await editor.addNode("Load image");
  await editor.addNode("Resize image");
  await page.keyboard.press("ControlOrMeta+Enter");

  await expect(editor.problems).toBeVisible();
  await expect(editor.runButton).toBeVisible();
  await editor.problems.getByRole("button", { name: /^Load image/ }).click();
  await expect(editor.node("Load image")).toBeFocused();
  await expect(editor.inspector.getByRole("alert")).toBeVisible();
});
