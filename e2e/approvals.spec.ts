import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

/** A text, or a list of them, that is given out only when somebody has approved it. */
function askingFor(title: string, { isList = false } = {}): WorkflowSketch {
  const sample = isList ? ["one", "two", "three"] : "seven pictures";
  return {
    title,
    nodes: {
      start: { type: "workflow-input", title: "Start", params: { name: "what", kind: "text", list: isList, sample } },
      check: { type: "wait-for-approval", title: "Check", params: { message: "Release {{value}}?" } },
      released: { type: "workflow-output", title: "Released", params: { name: "released" } },
      held: { type: "workflow-output", title: "Held back", params: { name: "held" } },
      count: { type: "evaluate", title: "Meanwhile", params: { expression: "value.length", output: "number" } },
    },
    wires: [
      ["start.value", "check.value"],
      ["check.approved", "released.value"],
      ["check.rejected", "held.value"],
      ["start.value", "count.value"],
    ],
  };
}

test("a run asks, waits, is approved with a note on the page of approvals, and goes on", async ({
  approvals,
  editor,
  runs,
  page,
}) => {
  await editor.openFile(askingFor("Asks before it releases"));
  await editor.run();
  await expect(editor.node("Check")).toHaveAttribute("data-status", "paused");
  await expect(editor.node("Check")).toContainText("Waits for an answer");
  await editor.isDone("Meanwhile");
  await expect(editor.runStrip).toContainText("Waiting");

  await runs.open();
  await expect(runs.row(1)).toContainText("Waiting");
  await expect(approvals.link).toContainText("1");
  await approvals.open();
  await expect(approvals.question("Release seven pictures?")).toContainText("seven pictures");
  await checkAccessibility(page, { state: "approvals" });
  await approvals.answer("Release seven pictures?", { decision: "Approve", note: "Looked at all of them." });
  await expect(page.getByRole("heading", { name: "Nothing waits for an answer" })).toBeVisible();

  await runs.open();
  await expect(runs.row(1)).toContainText("Done");
  await runs.openNewest();
  await expect(runs.output("released")).toContainText("seven pictures");
  const step = await runs.chooseStep("Check");
  await expect(step).toContainText("approved this");
  await expect(step).toContainText("Looked at all of them.");
});

test("on the canvas a node is answered where it stands", async ({ editor }) => {
  await editor.openFile(askingFor("Asks on the canvas"));
  await editor.run();

  await editor.node("Check").getByRole("button", { name: "Reject: Check" }).click();

  await editor.isDone("Held back");
  await expect(editor.node("Released")).toHaveAttribute("data-status", "skipped");
  await expect(editor.runStrip).toContainText("Done");
});

test("items of a list are answered one by one by keyboard, and the rest at once", async ({
  approvals,
  editor,
  runs,
  page,
}) => {
  await editor.openFile(askingFor("Asks for each", { isList: true }));
  await editor.run();
  await expect(editor.node("Check")).toContainText("Waits for 3 answers");
  await page.goto("/approvals");

  await approvals.question("Release one? (Item 1)").focus();
  await page.keyboard.press("ArrowDown");
  await expect(approvals.question("Release two? (Item 2)")).toBeFocused();
  await page.keyboard.press("r");
  await expect(approvals.question("Release two? (Item 2)")).toBeHidden();
  await page.getByRole("button", { name: "Approve all 2" }).click();
  await expect(page.getByRole("heading", { name: "Nothing waits for an answer" })).toBeVisible();

  await runs.open();
  await expect(runs.row(1)).toContainText("Done");
  await runs.openNewest();
  await expect(runs.output("released")).toContainText("one");
  await expect(runs.output("released")).not.toContainText("two");
  await expect(runs.output("held")).toContainText("two");
});

test("a run that waits is answered on its own page, or cancelled", async ({ approvals, editor, page, runs }) => {
  await editor.openFile(askingFor("Asks on the run's page"));
  await editor.run();
  await expect(editor.node("Check")).toHaveAttribute("data-status", "paused");
  await page.getByRole("link", { name: "Open run" }).click();

  const notice = page.getByRole("status").filter({ hasText: "Check: waits for an answer" });
  await expect(notice).toBeVisible();
  await expect(page).toHaveTitle(/^Run /);
  await checkAccessibility(page, { state: "run that waits" });
  await notice.getByRole("button", { name: "Show the step" }).click();
  const step = page.getByRole("region", { name: "Check", exact: true });
  await step.getByRole("button", { name: "Approve: Release seven pictures?" }).click();
  await expect(step).toContainText("approved this");
  await expect(page.getByText(/^Done/).first()).toBeVisible();

  await page.getByRole("button", { name: "Replay" }).click();
  await expect(runs.node("Check")).toHaveAttribute("data-status", "paused");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(runs.node("Check")).toHaveAttribute("data-status", "cancelled");
  await page.goto("/approvals");
  await expect(page.getByRole("heading", { name: "Approvals", level: 1 })).toBeVisible();
  await expect(approvals.question("Release seven pictures?")).toHaveCount(0);
});
