import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";

test("a workflow of three nodes is built, mended, run and read in the outline, by keys alone", async ({
  editor,
  outline,
  page,
}) => {
  await editor.openNew();
  await page.keyboard.press("Shift+O");
  await expect(page.getByRole("heading", { name: "Nothing is in this workflow yet" })).toBeVisible();
  await expect(page).toHaveURL(/view=outline/);
  await checkAccessibility(page, { state: "empty outline" });

  await test.step("nodes are added one after the other, and wired on the way", async () => {
    await outline.press("/");
    await outline.take("Input");
    await outline.isAt(outline.row("Input"));
    await outline.press("Shift+A");
    await checkAccessibility(page, { state: "list of nodes that fit behind a row of the outline" });
    await outline.take("Evaluate");
    await outline.isAt(outline.row("Evaluate"));
    await outline.press("Shift+A");
    await outline.take("Output");
    await outline.isAt(outline.row("Output"));
  });

  await test.step("params are edited in the inspector, and Escape leads back to the row", async () => {
    await outline.press("Home", "Enter");
    await outline.tabTo(editor.param("Sample"));
    await page.keyboard.type("Ada");
    await expect(editor.param("Sample")).toHaveValue("Ada");
    await outline.leaveTo(outline.row("Input"));
    await outline.press("ArrowDown", "Enter");
    await expect(editor.param("Expression")).toBeFocused();
    await outline.press("ControlOrMeta+a");
    await page.keyboard.type('"Hello, " + value');
    await outline.leaveTo(outline.row("Evaluate"));
    await outline.rename("Greeting");
    await outline.isAt(outline.row("Greeting"));
  });

  await test.step("a wire is taken away and drawn again from the list of ports that fit", async () => {
    await outline.press("End", "ArrowRight", "ArrowDown");
    await outline.isAt(outline.port("Value input"));
    await outline.press("Delete");
    await expect(outline.said).toHaveText("Disconnected from Greeting · Result.");
    await expect(outline.port("Value input")).toContainText("Not connected");
    await outline.press("Enter");
    await checkAccessibility(page, { state: "list of ports for an input" });
    await outline.take("Greeting · Result");
    await expect(outline.said).toHaveText(/^Connected Value from Greeting · Result/);
    await outline.isAt(outline.port("Value input"));
    await outline.press("ControlOrMeta+z", "ControlOrMeta+Shift+z");
    await expect(outline.said).toHaveText(/^Done again/);
    await expect(outline.port("Value input")).toContainText("from Greeting · Result");
  });

  await test.step("it is run, and the value is read at the port", async () => {
    await outline.press("ControlOrMeta+Enter");
    await expect(editor.runStrip).toContainText("Done");
    await expect(outline.port("Value input")).toContainText("Hello, Ada");
    await checkAccessibility(page, { state: "outline after a run" });
  });
});

test("the outline is gone through by keys, gives the focus back, and moves nothing where less motion is asked for", async ({
  editor,
  outline,
  page,
}) => {
  await editor.openFile({
    title: "Greets by keys",
    nodes: {
      input: { type: "workflow-input", title: "Input", params: { name: "input", kind: "text", sample: "Ada" } },
      greeting: { type: "evaluate", title: "Greeting", params: { expression: '"Hello, " + value', output: "text" } },
      output: { type: "workflow-output", title: "Output", params: { name: "result" } },
    },
    wires: [
      ["input.value", "greeting.value"],
      ["greeting.result", "output.value"],
    ],
  });
  await editor.run();
  await expect(editor.runStrip).toContainText("Done");
  await page.keyboard.press("Shift+O");
  await expect(outline.row("Input")).toBeVisible();

  await test.step("the page is gone through by Tab in the order in which it stands, and nothing holds the focus", async () => {
    await outline.press("Control+Home");
    expect(await outline.regionsByTab()).toEqual([
      "Skip to the outline",
      "top bar",
      "Nodes",
      "Outline",
      "Inspector",
      "Run",
    ]);
    await page.keyboard.press("Enter");
    await outline.isAt(outline.row("Input"));
  });

  await test.step("menus and dialogs give the focus back", async () => {
    await outline.press("Shift+F10");
    await expect(page.getByRole("menu", { name: "Selection" })).toBeVisible();
    await checkAccessibility(page, { state: "menu of a row" });
    await outline.press("Escape");
    await outline.isAt(outline.row("Input"));
    for (const keys of ["?", "ControlOrMeta+k", "/"]) {
      await outline.press(keys);
      await expect(page.getByRole("dialog")).toBeVisible();
      await outline.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
      await outline.isAt(outline.row("Input"));
    }
  });

  await test.step("with less motion nothing moves, in the outline and on the canvas", async () => {
    await editor.isSaved();
    await page.goto(new URL(page.url()).pathname);
    await editor.isReady();
    await expect(outline.row("Greeting")).toBeVisible();
    await page.emulateMedia({ reducedMotion: "reduce" });
    expect(await outline.longestMotionMs()).toBeLessThan(17);
    await outline.press("Shift+O");
    await expect(editor.node("Greeting")).toBeVisible();
    await expect(page).not.toHaveURL(/view=/);
    expect(await outline.longestMotionMs()).toBeLessThan(17);
    await page.reload();
    await expect(editor.node("Greeting")).toBeVisible();
  });
});
