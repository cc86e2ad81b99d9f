import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";
import { costlyWork, slowCount } from "./workflow-files.ts";

test("a node that fails says why, the nodes that need it are skipped, and the others finish", async ({
  editor,
  page,
}) => {
  await editor.openFile({
    title: "Half of it fails",
    nodes: {
      start: { type: "text-template", title: "Start", params: { template: "7" } },
      bad: { type: "evaluate", title: "Asks for nothing", params: { expression: "value.missing.length" } },
      after: { type: "workflow-output", title: "Never there", params: { name: "never" } },
      good: { type: "evaluate", title: "Counts letters", params: { expression: "value.length", output: "number" } },
      result: { type: "workflow-output", title: "Letters", params: { name: "letters" } },
    },
    wires: [
      ["start.text", "bad.value"],
      ["bad.result", "after.value"],
      ["start.text", "good.value"],
      ["good.result", "result.value"],
    ],
  });
  await page.keyboard.press("ControlOrMeta+Enter");

  await expect(editor.node("Asks for nothing").getByRole("alert")).toContainText("undefined");
  await expect(editor.node("Asks for nothing")).toHaveAttribute("data-status", "failed");
  await expect(editor.node("Never there")).toHaveAttribute("data-status", "skipped");
  await editor.isDone("Letters");
  await expect(editor.runStrip).toContainText("Failed");

  await page.getByRole("link", { name: "Open run" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Asks for nothing failed" })).toContainText("undefined");
});

test("a run goes on while its page is away, shows how far it is, and ends when it is cancelled", async ({
  editor,
  runs,
}) => {
  await editor.openFile(slowCount("Count for long", { items: 400, itemMs: 400 }));
  await editor.run();
  await expect(editor.node("Add one slowly")).toHaveAttribute("data-status", "running");
  await expect(editor.node("Sums")).toHaveAttribute("data-status", "waiting");

  await editor.reload();
  await expect(editor.node("Add one slowly")).toHaveAttribute("data-status", "running");
  await expect(editor.node("Add one slowly")).toContainText(/\d+ of 400/);

  await editor.cancelButton.click();
  await expect(editor.runStrip).toContainText("Cancelled");
  await expect(editor.node("Add one slowly")).toHaveAttribute("data-status", "cancelled");
  await expect(editor.runButton).toBeVisible();

  await runs.open();
  await expect(runs.row(1)).toContainText("Cancelled");
});

test("a run up to a node leaves the others alone, though one of them could not run", async ({ editor, runs, page }) => {
  await editor.openFile({
    title: "Half of it is ready",
    nodes: {
      start: { type: "text-template", title: "Start", params: { template: "seven" } },
      count: { type: "evaluate", title: "How many", params: { expression: "value.length", output: "number" } },
      result: { type: "workflow-output", title: "Letters", params: { name: "letters" } },
      mask: { type: "draw-mask", title: "Not wired" },
    },
    wires: [
      ["start.text", "count.value"],
      ["count.result", "result.value"],
    ],
  });
  await editor.select("Not wired");
  await expect(await editor.menuItem("Not wired", "Run to here")).toBeDisabled();
  await page.keyboard.press("Escape");

  await editor.runTo("How many");
  await editor.isDone("How many");
  await expect(editor.runStrip).toContainText("Done");
  await expect(editor.runStrip).toContainText("2 of 2 steps");
  await expect(editor.node("Letters")).toHaveAttribute("data-status", "waiting");
  await expect(editor.node("Letters")).toContainText("Not part of this run");

  await page.getByRole("link", { name: "Open run" }).click();
  await expect(runs.step("Letters")).toContainText("Not part of this run");
  await expect(runs.node("Letters")).toHaveAttribute("data-status", "waiting");

  const first = page.url();
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page).not.toHaveURL(first);
  await expect(runs.step("How many")).toContainText("5");
  await expect(runs.step("Letters")).toContainText("Not part of this run");
});

test("what has not changed is taken from an earlier run, says how old it is, and runs again when it is asked to", async ({
  editor,
  page,
}) => {
  await editor.openFile(costlyWork("Works once"));
  await editor.runFresh();
  await editor.everyNodeIs("succeeded");
  await expect(await editor.whyItRan("Work hard")).toContainText("the run was started without the cache");

  await page.clock.setFixedTime(Date.now() + 5 * 60_000);
  await editor.run();
  await expect(editor.node("Work hard")).toHaveAttribute("data-status", "cached");
  await expect(editor.node("Work hard")).toContainText(/[56] min ago/);
  await editor.everyNodeIsDone();
  await expect(editor.runStrip).toContainText(/[1-4] of 4 steps cached, .+ spared/);

  await editor.runFresh();
  await editor.everyNodeIs("succeeded");
});

test("an edit makes only what depends on it run, and each step says why it ran or where its result is from", async ({
  editor,
  runs,
  page,
}) => {
  await editor.openFile(costlyWork("Works on what changed"));
  await editor.runFresh();
  await editor.everyNodeIs("succeeded");
  await page.getByRole("link", { name: "Open run" }).click();
  await page.waitForURL("**/runs/*");
  const firstRun = new URL(page.url()).pathname;
  await page.getByRole("link", { name: "Open in the editor" }).click();
  // The page that is left has a canvas with the same nodes.
  await page.waitForURL("**/workflows/*");

  await editor.select("Choose one");
  await editor.param("Expression").fill("value.length");
  await editor.run();
  await expect(editor.node("Chosen")).toContainText("10");
  await expect(editor.node("Work hard")).toHaveAttribute("data-status", "cached");
  await expect(editor.node("Choose one")).toHaveAttribute("data-status", "succeeded");

  await page.getByRole("link", { name: "Open run" }).click();
  const work = await runs.chooseStep("Work hard");
  await expect(work).toContainText(/Cached: taken from run \d+, (now|\d min ago). That spared \d/);
  await expect(work.getByRole("link", { name: /^run \d+$/ })).toHaveAttribute("href", firstRun);
  const choose = await runs.chooseStep("Choose one");
  await expect(choose).toContainText("It ran because “Expression” changed since it last ran.");
  const chosen = await runs.chooseStep("Chosen");
  await expect(chosen).toContainText("It ran because what arrives at “Value” changed since it last ran.");
});
