import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { settledBox } from "./settled-box.ts";

test("two tabs that worked apart are merged, and only what both changed is asked", async ({ editor, versions }) => {
  await editor.openNew();
  await editor.addNode("Text template");
  await editor.addNode("Input");
  await editor.isSaved();
  const other = await versions.openTab();
  await versions.loseServer();

  await other.setParam("Text template", "Template", "Hello, {{who}}!");
  await other.setParam("Input", "Name", "who");
  await other.editor.isSaved();
  await versions.setParam("Text template", "Template", "Good day, {{who}}!");
  await editor.rename("Input", "Visitor");
  await expect(editor.saveState).toHaveText(/^Server away, 2 changes kept in this browser\. Next try in/);
  await versions.findServer();

  await expect(versions.merge).toBeVisible({ timeout: 60_000 });
  await expect(versions.clash("Text template")).toContainText("Good day, {{who}}!");
  await expect(versions.clash("Text template")).toContainText("Hello, {{who}}!");
  await expect(versions.clash(/./)).toHaveCount(1);
  await checkAccessibility(versions.page, { state: "merging" });
  await versions.keep("Text template", "Theirs");
  await versions.merge.getByRole("button", { name: "Save the result" }).click();

  await editor.isSaved();
  await editor.select("Text template");
  await expect(editor.param("Template")).toHaveText("Hello, {{who}}!");
  await editor.reload();
  await editor.select("Visitor");
  await expect(editor.param("Name")).toHaveValue("who");
});

test("what was not saved comes back after the tab was killed, and is merged where the workflow went on", async ({
  editor,
  versions,
}) => {
  await editor.openNew();
  await editor.addNode("Text template");
  await editor.isSaved();

  let next = await versions.openTab();
  await next.loseServer();
  await next.setParam("Text template", "Template", "Kept by the browser");
  await expect(next.editor.saveState).toHaveText(/kept in this browser/);
  await next.kill();

  next = await versions.openTab({ says: "What was not saved is back" });
  await next.editor.isSaved();
  await next.editor.select("Text template");
  await expect(next.editor.param("Template")).toHaveText("Kept by the browser");

  await test.step("where the workflow went on, a person chooses", async () => {
    await next.loseServer();
    await next.setParam("Text template", "Template", "Mine, from the train");
    await expect(next.editor.saveState).toHaveText(/kept in this browser/);
    const elsewhere = await next.browserElsewhere();
    await elsewhere.setParam("Text template", "Template", "Theirs, from the office");
    await elsewhere.editor.isSaved();
    await next.kill();

    next = await versions.openTab({ isAsked: true });
    await expect(next.clash("Text template")).toContainText("Mine, from the train");
    await checkAccessibility(next.page, { state: "recovering" });
    await next.keep("Text template", "Mine");
    await next.merge.getByRole("button", { name: "Save the result" }).click();
    await next.editor.isSaved();
    await next.editor.reload();
    await next.editor.select("Text template");
    await expect(next.editor.param("Template")).toHaveText("Mine, from the train");
    await elsewhere.page.context().close();
  });
});

test("what is done in the moment in which the page is left comes back", async ({ editor, versions }) => {
  await editor.openNew();
  await editor.addNode("Text template");
  await editor.isSaved();
  const next = await versions.openTab();
  await next.editor.select("Text template");
  await next.loseServer();
  next.page.on("dialog", (dialog) => void dialog.accept());

  await next.page.evaluate(() => {
    const press = (key: string, code: string, shiftKey = false) =>
      document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true }));
    press("d", "KeyD");
    press("L", "KeyL", true);
    location.href = "/runs";
  });
  await next.page.waitForURL("**/runs");
  await next.page.close();

  const later = await versions.openTab({ says: "What was not saved is back" });
  await expect(later.notices).toContainText("2 changes");
  await later.editor.isSaved();
});

test("versions are named, looked at, compared on the canvas and restored as a step that can be undone", async ({
  editor,
  versions,
  page,
}) => {
  await editor.openNew();
  await editor.addNode("Text template");
  await editor.addNode("Input");
  await editor.isSaved();
  await versions.openHistory();
  const before = Number(new URL(page.url()).searchParams.get("version"));
  await versions.nameVersion(before, "Before the greeting");
  await versions.backToEditor();
  await versions.setParam("Text template", "Template", "Hello, {{who}}!");
  await editor.select("Input");
  await page.keyboard.press("Delete");
  await editor.addNode("Output");
  await editor.isSaved();

  await versions.openHistory();
  await versions
    .version("Before the greeting")
    .getByRole("button", { name: /^Compare version/ })
    .click();

  await test.step("what differs stands on the canvas and in words", async () => {
    await expect(page).toHaveURL(new RegExp(`compare=${before}\\.\\.\\d+`));
    await expect(versions.differences.filter({ hasText: "Node “Output” added" })).toBeVisible();
    await expect(versions.differences.filter({ hasText: "Node “Input” removed" })).toBeVisible();
    await expect(versions.differences.filter({ hasText: "→ Hello, {{who}}!" })).toBeVisible();
    await expect(editor.nodes).toHaveCount(3);
    const canvas = await settledBox(editor.canvas);
    expect(canvas.y + canvas.height).toBeCloseTo(page.viewportSize()!.height, 0);
    await checkAccessibility(page, { state: "comparing versions" });
    await page.reload();
    await expect(versions.differences.filter({ hasText: "Node “Output” added" })).toBeVisible();
  });

  await page.getByRole("button", { name: `Restore version ${before}` }).click();
  await expect(editor.node("Input")).toBeVisible();
  await expect(editor.node("Output")).toBeHidden();
  await editor.isSaved();
  await editor.canvas.focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.node("Output")).toBeVisible();
  await editor.isSaved();
});
