import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";
import { slowCount } from "./workflow-files.ts";

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
  await expect(editor.node("Letters")).toHaveAttribute("data-status", "succeeded");
  await expect(editor.runStrip).toContainText("Failed");

  await page.getByRole("link", { name: "Open run" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Asks for nothing failed" })).toContainText("undefined");
});

test("a run goes on while its page is away, shows how far it is, and ends when it is cancelled", async ({
  editor,
  runs,
}) => {
  await editor.openFile(slowCount("Count for long", { items: 400, itemMs: 50 }));
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
