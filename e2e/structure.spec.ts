import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

function greeting(title: string): WorkflowSketch {
  return {
    title,
    nodes: {
      who: { type: "workflow-input", title: "Who", params: { name: "who", kind: "text", sample: "you" } },
      hello: { type: "text-template", title: "Hello", params: { template: "Hello {{who}}" } },
      shout: {
        type: "evaluate",
        title: "Shout",
        params: { inputs: ["text"], expression: "text.toUpperCase()", output: "text" },
      },
      mark: { type: "text-template", title: "Mark", params: { template: "{{words}}!" } },
      out: { type: "workflow-output", title: "Out", params: { name: "greeting" } },
    },
    wires: [
      ["who.value", "hello.who"],
      ["hello.text", "shout.text"],
      ["shout.result", "mark.words"],
      ["mark.text", "out.value"],
    ],
  };
}

test("a part of a workflow becomes one of its own, is gone into and back, and is put in again", async ({
  editor,
  structure,
  page,
}) => {
  await editor.openFile(greeting("Greets loudly"));
  await structure.selectAll("Hello", "Mark");

  await test.step("not with a hole in it, through which the way leads", async () => {
    await page.keyboard.press("Alt+x");
    await expect(structure.refusal).toContainText('"Shout": the way leads out of the chosen nodes and back into them');
    await checkAccessibility(page, { state: "part that cannot be a workflow" });
    await structure.refusal.getByRole("button", { name: "Take it in too" }).click();
    await expect(structure.extractDialog).toContainText("who");
    await expect(structure.extractDialog).toContainText("greeting");
    await checkAccessibility(page, { state: "extracting a workflow" });
    await page.keyboard.press("Escape");
  });

  await structure.extract("Make it loud");
  await expect(editor.nodes).toHaveCount(3);
  await expect(editor.wire("Who", "Make it loud")).toBeVisible();
  await expect(editor.wire("Make it loud", "Out")).toBeVisible();
  await editor.run();
  await expect(editor.node("Out")).toContainText("HELLO YOU!");

  await test.step("one goes in and sees the values of the run", async () => {
    await structure.goInto("Make it loud");
    await expect(structure.breadcrumbs).toContainText("Greets loudly");
    await expect(editor.node("Shout")).toContainText("HELLO YOU");
    await expect(page.getByText("Values of the run of “Greets loudly”.")).toBeVisible();
    await checkAccessibility(page, { state: "workflow that was gone into" });
    await editor.reload();
    await expect(editor.node("Shout")).toContainText("HELLO YOU");
  });

  await test.step("changes there are its own, and Escape leads back to the node", async () => {
    await editor.select("Mark");
    await editor.param("Template").fill("{{words}}!!!");
    await editor.canvas.focus();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await editor.isSaved();
    await expect(editor.inspector.getByRole("heading", { name: "Make it loud", exact: true })).toBeVisible();
    await expect(editor.node("Make it loud")).toBeFocused();
    await editor.run();
    await expect(editor.node("Out")).toContainText("HELLO YOU!!!");
  });

  await test.step("a button leads to the node in it that failed, and undo mends there what was done before", async () => {
    await structure.goInto("Make it loud");
    await editor.select("Shout");
    await editor.param("Expression").fill("text.nothing.here");
    await editor.isSaved();
    await structure.comeBack();
    await editor.run();
    await editor.node("Make it loud").getByRole("button", { name: "Open where it failed" }).click();
    await expect(structure.breadcrumbs).toContainText("Greets loudly");
    await expect(editor.node("Shout")).toBeFocused();
    await expect(editor.node("Shout")).toHaveAttribute("data-status", "failed");
    await page.keyboard.press("ControlOrMeta+z");
    await editor.isSaved();
    await structure.comeBack();
    await editor.run();
    await expect(editor.node("Out")).toContainText("HELLO YOU!!!");
    await editor.select("Make it loud");
  });

  await test.step("its nodes come back onto this canvas, as one step", async () => {
    await page.keyboard.press("Alt+Shift+x");
    await expect(editor.nodes).toHaveCount(5);
    await expect(structure.messages(/itself stays among your workflows/)).toBeVisible();
    await editor.run();
    await expect(editor.node("Out")).toContainText("HELLO YOU!!!");
    await editor.canvas.focus();
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.nodes).toHaveCount(3);
  });
});

test("the browser's way back shows the outer workflow as it was left, changes and all", async ({
  editor,
  structure,
  page,
}) => {
  await editor.openFile(greeting("Left and come back to"));
  await structure.selectAll("Hello", "Shout");
  await structure.extract("The inner one");
  await editor.canvas.focus();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(structure.breadcrumbs).toContainText("The inner one");
  await editor.isSaved();

  await page.goBack();

  await expect(editor.node("The inner one")).toBeVisible();
  await test.step("and what was done in it before can still be undone", async () => {
    await editor.canvas.focus();
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.node("Shout")).toBeVisible();
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await expect(editor.node("The inner one")).toBeVisible();
  });
  await editor.select("Mark");
  await editor.param("Template").fill("{{words}}?");
  await editor.isSaved();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("nodes in a frame are folded to one card, which keeps their wires and says how they stand", async ({
  editor,
  structure,
  page,
}) => {
  const sketch = greeting("Has a frame");
  // Led to where the title will be, and back.
  sketch.wires[0] = ["who.value", "hello.who", [240, -17], [420, -17]];
  await editor.openFile(sketch);
  await structure.selectAll("Hello", "Shout");
  await structure.addFrame("Loud part");
  await expect.poll(() => structure.atTitle("Loud part")).toMatchObject({ uppermost: "Loud part", isCrossed: true });
  await structure.chooseColour("Blue");
  await expect(structure.frame("Loud part")).toContainText("2 nodes");
  await checkAccessibility(page, { state: "coloured frame" });

  await editor.canvas.focus();
  await page.keyboard.press("Shift+F");
  const card = structure.folded("Loud part");
  await expect(card).toContainText("2 nodes");
  await expect(editor.nodes).toHaveCount(3);
  await expect(editor.wire("Who", "Hello")).toBeVisible();
  await expect(editor.wire("Shout", "Mark")).toBeVisible();
  await checkAccessibility(page, { state: "folded frame" });

  await editor.run();
  await expect(editor.node("Out")).toContainText("HELLO YOU!");
  await expect(card).toContainText("All done");

  await test.step("it is part of the document, and moves with what is in it", async () => {
    await editor.isSaved();
    await editor.reload();
    await expect(card).toBeVisible();
    await card.getByRole("heading").click();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+F");
    await expect(structure.frame("Loud part")).toContainText("2 nodes");
    await expect(editor.nodes).toHaveCount(5);
  });

  await test.step("going to a node in it unfolds it", async () => {
    await page.keyboard.press("Shift+F");
    await expect(card).toBeVisible();
    await page.getByRole("button", { name: /^Shout,/ }).click();
    await expect(editor.node("Shout")).toBeFocused();
  });

  await test.step("a workflow is called after the frame that becomes it", async () => {
    await structure.frame("Loud part").getByRole("heading").click();
    await page.keyboard.press("Shift+F");
    await page.keyboard.press("Alt+x");
    await expect(structure.extractDialog.getByLabel("Title")).toHaveValue("Loud part");
    await page.keyboard.press("Enter");
    await expect(editor.node("Loud part")).toBeVisible();
    await expect(card).toHaveCount(0);
    await editor.run();
    await expect(editor.node("Out")).toContainText("HELLO YOU!");
  });
});
