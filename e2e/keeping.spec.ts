import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { ageRuns } from "./watched-database.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

const counting: WorkflowSketch = {
  title: "Count letters to keep",
  nodes: {
    what: { type: "workflow-input", title: "What", params: { name: "what", kind: "text", sample: "pear" } },
    count: { type: "evaluate", title: "Count", params: { expression: "value.length", output: "number" } },
    out: { type: "workflow-output", title: "Out", params: { name: "letters" } },
  },
  wires: [
    ["what.value", "count.value"],
    ["count.result", "out.value"],
  ],
};

test("a person stars a run, sets a rule after seeing what it removes, and the rest goes for good", async ({
  editor,
  form,
  runs,
  page,
  context,
}) => {
  await editor.openFile(counting);
  await form.openFromEditor();
  for (const what of ["pear", "melon", "fig"]) {
    await form.field("what").fill(what);
    await form.run();
    await form.isDone();
  }
  const own = `workflow:"${counting.title}"`;

  // By the key on its row, and on its page.
  await runs.open();
  await runs.search(own);
  await runs.hasRuns(3);
  await runs.row(2).getByRole("link").press("s");
  await expect(runs.row(2).getByRole("button", { name: /^Star run/ })).toHaveAttribute("aria-pressed", "true");
  await runs.search(`${own} is:starred`);
  await runs.hasRuns(1);
  await runs.openNewest();
  const sizeAndMore = page.getByText(/^\d+(\.\d)? (kB|MB)$/).first();
  const star = page.getByRole("button", { name: "Star, to keep it" });
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await expect(sizeAndMore).toBeVisible();

  // The way back leads to the same question; another order stands in the address beside it.
  await page.goBack();
  await runs.hasRuns(1);
  await runs.search(own);
  await runs.hasRuns(3);
  await page.getByRole("button", { name: "Duration" }).click();
  await expect(page.getByRole("columnheader", { name: "Duration" })).toHaveAttribute("aria-sort", "descending");
  await runs.hasRuns(3);
  const longest = await runs.row(1).getByRole("link").innerText();
  await page.getByRole("button", { name: "Duration" }).click();
  await expect(page).toHaveURL(/sort=shortest/);
  await runs.hasRuns(3);
  await expect(runs.row(3).getByRole("link")).toHaveText(longest);
  await page.reload();
  await runs.hasRuns(3);
  await expect(runs.row(3).getByRole("link")).toHaveText(longest);
  await checkAccessibility(page, { state: "run list by duration, with a star" });

  // Deleting it by hand asks once more.
  await page.goto(`/runs?q=${encodeURIComponent(`${own} is:starred`)}`);
  await runs.hasRuns(1);
  await runs.checkbox(1).click();
  await runs.chosen.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete 1 run" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "is starred" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete the starred too" })).toBeVisible();
  await page.getByRole("button", { name: "Keep them" }).click();

  // Another window has a run open that will go.
  await page.goto(`/runs?q=${encodeURIComponent(own)}`);
  await runs.hasRuns(3);
  const openRun = await context.newPage();
  await openRun.goto((await runs.row(1).getByRole("link").getAttribute("href"))!);
  await expect(openRun.getByRole("heading", { level: 1, name: /^Run \d/ })).toBeVisible();

  // What a rule would do is seen before it holds.
  await ageRuns(counting.title, 400);
  await page.goto("/settings/storage");
  await expect(page.getByRole("region", { name: "What the workspace holds" })).toContainText("1 starred");
  await expect(page.getByText("Every run is kept until somebody deletes it.")).toBeVisible();
  await page.getByRole("checkbox", { name: "Runs that ended more than" }).click();
  const days = page.getByRole("textbox", { name: /more than how many days/ });
  await days.fill("soon");
  await expect(page.getByRole("alert").filter({ hasText: "“soon” is not a whole number of days" })).toBeVisible();
  await days.fill("300");
  await expect(page.getByText(/They would now remove 2 runs that ended up to .*1 starred run stays\./)).toBeVisible();
  await days.press("Enter");
  await expect(page.getByRole("heading", { name: "Remove 2 runs?" })).toBeVisible();
  await checkAccessibility(page, { state: "rules that remove runs" });
  await page.getByRole("dialog").getByRole("button", { name: "Save the rules" }).click();

  // A worker applies it, and the log says so.
  await expect(page.getByRole("table").getByRole("row").nth(1)).toContainText(/2\s*\d+(\.\d)? (B|kB|MB)/);
  await checkAccessibility(page, { state: "storage with a rule and its log" });
  await expect(openRun.getByText("This run was deleted.")).toBeVisible();
  await openRun.close();
  await runs.open();
  await runs.search(own);
  await runs.hasRuns(1);

  await page.goto("/settings/storage");
  await page.getByRole("checkbox", { name: "Runs that ended more than" }).click();
  await page.getByRole("button", { name: "Save the rules" }).click();
  await expect(page.getByText("Every run is kept until somebody deletes it.")).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await expect.poll(overflow).toBeLessThanOrEqual(0);
  await checkAccessibility(page, { state: "storage on a phone" });
});
