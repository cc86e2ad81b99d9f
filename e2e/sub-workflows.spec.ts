import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

function greeting(title: string): WorkflowSketch {
  return {
    title,
    nodes: {
      who: { type: "workflow-input", title: "Who", params: { name: "who", kind: "text", sample: "you" } },
      text: { type: "text-template", title: "Greeting", params: { template: "Hello {{who}}" } },
      out: { type: "workflow-output", title: "Out", params: { name: "greeting" } },
    },
    wires: [
      ["who.value", "text.who"],
      ["text.text", "out.value"],
    ],
  };
}

/** Has a node that runs another workflow, of which it does not yet know which. */
function caller(title: string): WorkflowSketch {
  return {
    title,
    nodes: {
      friend: { type: "text-template", title: "Friend", params: { template: "Bob" } },
      call: { type: "run-workflow" },
      result: { type: "workflow-output", title: "Result", params: { name: "result" } },
    },
    wires: [],
  };
}

test("a workflow runs within another, as one node on the canvas and with all its steps on the run's page", async ({
  editor,
  runs,
  page,
}) => {
  await editor.openFile(greeting("Welcome one"));
  await editor.openFile(caller("Meets Bob"));
  await editor.select("Run workflow");
  await editor.chooseWorkflow("Welcome one");
  await editor.connect(["Friend", "Text"], ["Welcome one", "who"]);
  await editor.connect(["Welcome one", "greeting"], ["Result", "Value"]);
  await checkAccessibility(page, { state: "node that runs a workflow" });

  await editor.run();
  await expect(editor.node("Result")).toContainText("Hello Bob");
  await editor.isDone("Welcome one");
  await expect(editor.runStrip).toContainText("3 of 3 steps");

  await page.getByRole("link", { name: "Open run" }).click();
  await expect(runs.output("result")).toContainText("Hello Bob");
  await expect(runs.steps.getByRole("row")).toHaveCount(7);
  const inner = await runs.chooseStep("Greeting");
  await expect(inner).toContainText("Hello Bob");
  await inner.getByRole("tab", { name: "Inputs" }).click();
  await expect(inner).toContainText("from Who");
  await checkAccessibility(page, { state: "run with the steps of a workflow within it" });
});

test("when the inner workflow gets another input, the node says so, and its ports are brought up to date", async ({
  editor,
  page,
}) => {
  await editor.openFile(greeting("Greet by name"));
  await editor.openFile(caller("Greets by name"));
  await editor.select("Run workflow");
  await editor.chooseWorkflow("Greet by name");
  await editor.connect(["Friend", "Text"], ["Greet by name", "who"]);
  await editor.connect(["Greet by name", "greeting"], ["Result", "Value"]);
  await editor.run();
  await expect(editor.node("Result")).toContainText("Hello Bob");

  await editor.select("Greet by name");
  await editor.inspector.getByRole("link", { name: "Open" }).click();
  await editor.select("Who");
  await editor.param("Name").fill("person");
  await editor.isSaved();

  await editor.openSaved("Greets by name");
  await expect(editor.node("Greet by name")).toContainText("it has no input");
  await editor.run();
  await expect(editor.problems).toContainText('it has no input "who" any more; its input "person" is new');
  await editor.select("Greet by name");
  await checkAccessibility(page, { state: "ports that are out of date" });

  await editor.inspector.getByRole("button", { name: "Update ports" }).click();
  await expect(editor.input(["Greet by name", "person"])).toBeVisible();
  await expect(editor.wire("Greet by name", "Result")).toBeVisible();
  await editor.wire("Friend", "Greet by name").click();
  await page.keyboard.press("Delete");
  await expect(editor.input(["Greet by name", "who"])).toHaveCount(0);
  await editor.run();
  await expect(editor.node("Result")).toContainText("Hello you");

  await test.step("an older version stays what it was", async () => {
    await editor.select("Greet by name");
    await editor.chooseVersion("Version 1");
    await editor.connect(["Friend", "Text"], ["Greet by name", "who"]);
    await editor.run();
    await expect(editor.node("Result")).toContainText("Hello Bob");
  });
});

test("a workflow that would run itself is refused with the way round, and one that others run cannot be deleted", async ({
  editor,
  page,
}) => {
  await editor.openFile(greeting("Chicken"));
  await editor.openFile(caller("Egg"));
  await editor.select("Run workflow");
  await editor.chooseWorkflow("Chicken");
  await editor.connect(["Chicken", "greeting"], ["Result", "Value"]);
  await editor.isSaved();

  await editor.openSaved("Chicken");
  await editor.addNode("Run workflow");
  await editor.select("Run workflow");
  await editor.chooseWorkflow("Egg");
  await editor.run();
  await expect(editor.problems).toContainText('"Egg" → "Chicken" → "Egg": a workflow cannot run itself');
  await checkAccessibility(page, { state: "workflow that would run itself" });

  await page.goto("/workflows");
  await page.getByRole("button", { name: "Menu of Chicken" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const refusal = page.getByRole("dialog", { name: "“Chicken” is in use" });
  await expect(refusal.getByRole("link", { name: "Egg" })).toBeVisible();
  await checkAccessibility(page, { state: "workflow that others run" });
});

test("a workflow is repeated until its output says that it is enough", async ({ editor, runs, page }) => {
  await editor.openFile({
    title: "Halve",
    nodes: {
      x: { type: "workflow-input", title: "X", params: { name: "x", kind: "number", sample: 100 } },
      half: { type: "evaluate", title: "Half", params: { expression: "value / 2", output: "number" } },
      small: { type: "evaluate", title: "Is it small?", params: { expression: "value < 1", output: "boolean" } },
      halved: { type: "workflow-output", title: "Halved", params: { name: "x" } },
      enough: { type: "workflow-output", title: "Enough", params: { name: "enough" } },
    },
    wires: [
      ["x.value", "half.value"],
      ["half.result", "small.value"],
      ["half.result", "halved.value"],
      ["small.result", "enough.value"],
    ],
  });
  await editor.openFile({
    title: "Halves until it is small",
    nodes: {
      start: { type: "evaluate", title: "Start", params: { expression: "1000", inputs: [], output: "number" } },
      repeat: { type: "repeat-until" },
      result: { type: "workflow-output", title: "Result", params: { name: "result" } },
      count: { type: "workflow-output", title: "Count", params: { name: "count" } },
    },
    wires: [],
  });
  await editor.select("Repeat until");
  await editor.chooseWorkflow("Halve");
  await editor.param("Until output").fill("enuogh");
  await expect(editor.inspector.getByRole("alert")).toContainText('"Halve" has no output "enuogh"');
  await editor.param("Until output").fill("enough");
  await editor.connect(["Start", "Result"], ["Repeat until", "x"]);
  await editor.connect(["Repeat until", "x"], ["Result", "Value"]);
  await editor.connect(["Repeat until", "Iterations"], ["Count", "Value"]);

  await editor.run();
  await expect(editor.node("Result")).toContainText("0.976563");
  await expect(editor.node("Count")).toContainText("10");

  await page.getByRole("link", { name: "Open run" }).click();
  await expect(runs.step("Is it small?")).toContainText("×10");
});
