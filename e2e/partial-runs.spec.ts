import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";

test("one runs on from a changed node with the values of the run before, pins an output, and takes the pin back", async ({
  editor,
  runs,
  page,
}) => {
  await editor.openFile({
    title: "Count in parts",
    nodes: {
      start: { type: "text-template", title: "Start", params: { template: "seven" } },
      count: { type: "evaluate", title: "How many", params: { expression: "value.length", output: "number" } },
      result: { type: "workflow-output", title: "Letters", params: { name: "letters" } },
    },
    wires: [
      ["start.text", "count.value"],
      ["count.result", "result.value"],
    ],
  });
  await editor.select("How many");
  await expect(await editor.menuItem("How many", "Run from here")).toBeDisabled();
  await page.keyboard.press("Escape");

  await editor.run();
  await editor.everyNodeIsDone();
  await editor.select("How many");
  await editor.param("Expression").fill("value.length * 10");
  await editor.runFrom("How many");

  await expect(editor.node("Start")).toContainText(/Taken from run \d+/);
  await expect(editor.node("Letters")).toContainText("50");
  await expect(editor.runStrip).toContainText("3 of 3 steps");

  const pins = await editor.openPins("How many");
  await pins.getByRole("button", { name: /^Pin the last value/ }).click();
  await expect(pins).toContainText("Pinned: 50");
  await pins.getByRole("button", { name: "Give a value" }).click();
  await pins.getByRole("spinbutton").fill("8");
  await pins.getByRole("button", { name: "Pin this value" }).click();
  await expect(pins).toContainText("Pinned: 8");
  await pins.getByRole("button", { name: "Done" }).click();
  await expect(editor.pinnedOutput(["How many", "Result"])).toBeVisible();

  await editor.run();
  await expect(editor.node("Letters")).toContainText("8");
  await expect(editor.node("How many")).toContainText("Pinned");
  await expect(editor.node("Start")).toContainText("Not part of this run");

  await page.keyboard.press("ControlOrMeta+Z");
  await page.keyboard.press("ControlOrMeta+Z");
  await expect(editor.output(["How many", "Result"])).toBeVisible();
  await editor.run();
  await expect(editor.node("Letters")).toContainText("50");
  await editor.isDone("Start");

  // What the run of one node alone leaves out still has its values, to be pinned and computed with.
  await (await editor.menuItem("Letters", "Run this node alone")).click();
  await expect(editor.node("Start")).toContainText("Not part of this run");
  await editor.select("How many");
  await expect(editor.inspector.getByRole("region", { name: /^Expression, with/ })).toContainText(
    "From the run before the last",
  );
  await expect((await editor.openPins("Start")).getByRole("button", { name: /^Pin the last value/ })).toBeEnabled();
  await page.keyboard.press("Escape");
  await editor.run();
  await editor.isDone("Start");

  await page.getByRole("link", { name: "Open run" }).click();
  const step = await runs.chooseStep("How many");
  await step.getByRole("button", { name: "Pin this value at Result" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Result is pinned" })).toBeVisible();
  await page.getByRole("link", { name: "Open in the editor" }).click();
  await expect(editor.pinnedOutput(["How many", "Result"])).toBeVisible();
});
