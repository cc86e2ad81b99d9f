import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";

test("a run is looked into at any moment, by canvas, timeline and keys, and forked", async ({
  gallery,
  editor,
  runs,
  page,
}) => {
  await gallery.open();
  await gallery.use("Find and count shapes");
  await editor.runFresh();
  await editor.everyNodeIs("succeeded");
  await page.getByRole("link", { name: "Open run" }).click();
  const number = await runs.number();

  // The value at a port of the canvas opens beside it.
  await runs.canvas.getByRole("button", { name: "Zoom in" }).dblclick();
  await runs.node("Find shapes").getByRole("button", { name: "Detections output, 6 objects" }).click();
  const shapes = page.getByRole("region", { name: "Find shapes", exact: true });
  await expect(shapes.getByRole("region", { name: "Detections" })).toBeVisible();

  // Arrow keys go from step to step, and what is chosen is chosen everywhere.
  await runs.step("Find shapes").getByRole("button").focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("region", { name: "Keep the sure ones", exact: true })).toBeVisible();
  await expect(runs.node("Keep the sure ones")).toHaveAttribute("data-selected", "true");
  await page.getByRole("radio", { name: "By device" }).click();
  await expect(runs.steps.getByRole("rowheader", { name: /^CPU, engine 1/ })).toBeVisible();
  await page.keyboard.press("+");
  await expect(page.getByRole("button", { name: "Show all of the time" })).toBeEnabled();
  await page.keyboard.press("0");
  await expect(page.getByRole("button", { name: "Show all of the time" })).toBeDisabled();

  // Back to moments of the past, event by event.
  await runs.moment.focus();
  await page.keyboard.press("Home");
  await expect(runs.node("Draw boxes")).toHaveAttribute("data-status", "waiting");
  await expect(runs.step("Draw boxes")).toContainText("Waiting");
  await expect(async () => {
    await page.keyboard.press("ArrowRight");
    await expect(runs.node("Picture")).toHaveAttribute("data-status", "succeeded", { timeout: 2_000 });
  }).toPass();
  await expect(runs.node("Draw boxes")).toHaveAttribute("data-status", "waiting");
  await checkAccessibility(page, { state: "run at a moment of the past" });
  await page.keyboard.press("Space");
  await expect(runs.moment).toHaveAttribute("aria-valuetext", /^The end, after/, { timeout: 60_000 });
  await expect(runs.node("Draw boxes")).toHaveAttribute("data-status", "succeeded");

  // Where the time of its model went is asked for on demand.
  const step = await runs.chooseStep("Find shapes");
  await step.getByRole("tab", { name: "Operators" }).click();
  await step.getByRole("button", { name: "Replay and time operators" }).click();
  await runs.isRun(number + 1);
  await expect(runs.output("count")).toContainText("6");
  await expect(page.getByText(/^Done/).first()).toBeVisible();
  const timed = await runs.chooseStep("Find shapes");
  await timed.getByRole("tab", { name: "Operators" }).click();
  await expect(timed.getByRole("row", { name: /Conv/ })).toBeVisible();

  // The graph as it ran becomes a workflow of its own, with its values pinned.
  await runs.more("Fork into the editor");
  await page.waitForURL("**/workflows/*");
  await expect(page.getByText(`Find and count shapes, run ${number + 1}`).first()).toBeVisible();
  await expect(editor.node("Find shapes").getByRole("button", { name: /^Detections output, pinned/ })).toBeVisible();
});

test("a run that was cancelled is retried, restarted from a step, and replayed with another input", async ({
  editor,
  runs,
  page,
}) => {
  await editor.openFile({
    title: "Asks in the middle",
    nodes: {
      start: { type: "workflow-input", title: "Start", params: { name: "what", kind: "text", sample: "seven" } },
      long: { type: "evaluate", title: "Louder", params: { expression: "value.toUpperCase()", output: "text" } },
      check: { type: "wait-for-approval", title: "Check", params: { message: "Release {{value}}?" } },
      end: { type: "workflow-output", title: "Released", params: { name: "released" } },
    },
    wires: [
      ["start.value", "long.value"],
      ["long.result", "check.value"],
      ["check.approved", "end.value"],
    ],
  });
  await editor.run();
  await expect(editor.node("Check")).toHaveAttribute("data-status", "paused");
  await page.getByRole("link", { name: "Open run" }).click();
  const number = await runs.number();

  // While it goes on, its past is looked into as well; what happens meanwhile moves nothing of it.
  await expect(runs.moment).toHaveAttribute("aria-valuetext", "Live");
  await runs.moment.focus();
  await page.keyboard.press("Home");
  await expect(runs.node("Louder")).toHaveAttribute("data-status", "waiting");
  await expect(runs.step("Louder")).toContainText("Waiting");
  await expect(runs.moment).toHaveAttribute("aria-valuetext", / after the start$/);
  await page.keyboard.press("End");
  await expect(runs.node("Check")).toHaveAttribute("data-status", "paused");
  await page.keyboard.press("ArrowLeft");
  await expect(runs.moment).toHaveAttribute("aria-valuetext", / after the start$/);
  const past = await runs.node("Check").getAttribute("data-status");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(/^Cancelled/).first()).toBeVisible();
  await expect(runs.node("Check")).toHaveAttribute("data-status", past!);
  await page.getByRole("button", { name: "Back to how it ended" }).click();
  await expect(runs.node("Check")).toHaveAttribute("data-status", "cancelled");
  await checkAccessibility(page, { state: "cancelled run" });

  // The same run goes on, and asks again.
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(runs.node("Check")).toHaveAttribute("data-status", "paused");
  const check = await runs.chooseStep("Check");
  await check.getByRole("button", { name: "Approve: Release SEVEN?" }).click();
  await expect(page.getByText(/^Done/).first()).toBeVisible();
  await expect(page.getByText("Retried", { exact: true })).toBeVisible();
  expect(await runs.number()).toBe(number);
  await check.getByRole("tab", { name: "Tries 2" }).click();
  await expect(check.getByRole("listitem").first()).toContainText("Cancelled");

  // From a step on, with the values of this run above it.
  await check.getByRole("button", { name: /^Restart from here/ }).click();
  await runs.isRun(number + 1);
  await expect(runs.step("Louder")).toContainText(`Taken from run ${number}`);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(/^Cancelled/).first()).toBeVisible();
  await page.goBack();
  await runs.isRun(number);

  await runs.more("Replay with changes…");
  const dialog = page.getByRole("dialog", { name: `Replay run ${number}` });
  await checkAccessibility(page, { state: "replaying with changes" });
  await dialog.getByRole("textbox", { name: "what" }).fill("eight");
  await dialog.getByRole("button", { name: "Replay" }).click();
  await runs.isRun(number + 2);
  const again = await runs.chooseStep("Check");
  await again.getByRole("button", { name: "Approve: Release EIGHT?" }).click();
  await again.getByRole("button", { name: "Close the step" }).click();
  await expect(runs.output("released")).toContainText("EIGHT");

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(runs.step("Released")).toContainText("Released");
  await checkAccessibility(page, { state: "run on a phone" });
  // The page scrolls within the window, never with the bars: these stay also when a chosen step comes into view.
  await page.getByRole("region", { name: "Steps" }).getByRole("row").last().getByRole("button").first().click();
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
  await expect(page.getByRole("navigation", { name: "Places" })).toBeInViewport({ ratio: 1 });
  await page.goto("/runs/00000000-0000-4000-8000-000000000000");
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
});
