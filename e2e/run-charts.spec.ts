import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

const LONG = "Letters for the charts, with a title that goes on and on until no bar and no table has the room for it";

/** Weighs what it is given; fails without a weight. */
const weighing: WorkflowSketch = {
  title: LONG,
  nodes: {
    word: { type: "workflow-input", title: "Word", params: { name: "word", kind: "text", sample: "pear" } },
    weigh: {
      type: "evaluate",
      title: "Weigh",
      params: { expression: "value === 'nothing' ? value.missing.weight : value.length * 100", output: "number" },
    },
    out: { type: "workflow-output", title: "Out", params: { name: "grams" } },
  },
  wires: [
    ["word.value", "weigh.value"],
    ["weigh.result", "out.value"],
  ],
};

/** The bars of a day stand for half hours. What the journey runs has to be in one of them, which is still the last when it looks. */
const BAR_MS = 30 * 60_000;
const JOURNEY_MS = 120_000;

test("a person sees what ran, asks the charts by keyboard, and goes from a bucket to its runs", async ({
  editor,
  form,
  runs,
  page,
}) => {
  test.setTimeout(JOURNEY_MS * 3);
  const leftMs = BAR_MS - (Date.now() % BAR_MS);
  if (leftMs < JOURNEY_MS) await page.waitForTimeout(leftMs);
  await editor.openFile(weighing);
  await form.openFromEditor();
  for (const word of ["pear", "melon", "nothing"]) {
    await form.field("word").fill(word);
    await form.run();
    await (word === "nothing" ? expect(form.result.getByRole("alert")).toContainText("failed") : form.isDone());
  }

  // From the list, under its query.
  await page.goto(`/runs?q=${encodeURIComponent('workflow:"Letters for the charts"')}`);
  await runs.hasRuns(3);
  await page.getByRole("link", { name: "Charts", exact: true }).click();
  const chart = runs.chart("Runs and failures");
  await expect(page.getByText(/3 runs in the last 24 hours: 1 failed \(33 %\)/)).toBeVisible();
  await checkAccessibility(page, { state: "charts of the runs" });

  // By keyboard: the last bucket holds what has just run, and is read out.
  const slider = chart.getByRole("slider");
  await slider.focus();
  await page.keyboard.press("End");
  await expect(slider).toHaveAttribute("aria-valuetext", /: 3 runs\. Failed 1, Done 2, Cancelled 0/);
  await expect(chart.getByText("Click or Enter for these runs")).toBeVisible();

  // A series is hidden and shown again; the numbers stand in a table.
  const done = chart.getByRole("button", { name: /^Done/ });
  await done.click();
  await expect(done).toHaveAttribute("aria-pressed", "false");
  await done.click();
  await chart.getByRole("switch").click();
  await expect(chart.getByRole("row").last()).toContainText(/3.*1.*2.*0/);
  await checkAccessibility(page, { state: "a chart as a table" });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await chart.getByRole("button", { name: /as CSV/ }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^from,to,runs,Failed,Done,Cancelled,Under way\r\n[\s\S]*,3,1,2,0,0$/);
  await chart.getByRole("switch").click();

  // From a bar, and from a bucket, to the runs behind it.
  await runs
    .chart("Computing, by node")
    .getByRole("link", { name: /^Weigh/ })
    .click();
  await expect(runs.searchField).toHaveValue(/node:=Weigh started:>=/);
  await runs.hasRuns(3);
  await page.goBack();
  await slider.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(runs.searchField).toHaveValue(/^workflow:"Letters for the charts" started:>=.* started:<.*/);
  await runs.hasRuns(3);

  // Where nothing ran there is a way on, and the window stands in the address.
  await page.goto("/runs/charts?q=tag:absent&window=1h");
  await expect(page.getByRole("heading", { name: "No run that matches was ordered in the last hour" })).toBeVisible();
  await checkAccessibility(page, { state: "charts without runs" });
  await page.getByRole("button", { name: "Show the last 24 hours" }).click();
  await expect(page).toHaveURL("/runs/charts?q=tag%3Aabsent");
  await page.getByRole("button", { name: "Clear the search" }).last().click();
  await expect(chart).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/runs/charts?window=7d");
  await expect(chart).toBeVisible();
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await expect.poll(overflow).toBeLessThanOrEqual(0);
  await checkAccessibility(page, { state: "charts on a phone" });
});
