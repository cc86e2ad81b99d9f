import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

/** Weighs what it is given; fails without a weight. */
const weighing: WorkflowSketch = {
  title: "Weigh for the list",
  nodes: {
    what: { type: "workflow-input", title: "What", params: { name: "what", kind: "text", sample: "pear" } },
    weigh: {
      type: "evaluate",
      title: "Weigh",
      params: { expression: "value === 'air' ? value.missing.weight : value.length * 100", output: "number" },
    },
    out: { type: "workflow-output", title: "Out", params: { name: "grams" } },
  },
  wires: [
    ["what.value", "weigh.value"],
    ["weigh.result", "out.value"],
  ],
};

test("a person asks the run list, keeps the question, labels what it finds and deletes it", async ({
  editor,
  form,
  runs,
  page,
}) => {
  await editor.openFile(weighing);
  await form.openFromEditor();
  for (const what of ["pear", "melon", "air"]) {
    await form.field("what").fill(what);
    await form.run();
    await (what === "air" ? expect(form.result.getByRole("alert")).toContainText("failed") : form.isDone());
  }

  // Fields and values are completed by keyboard, and the query stands in the address.
  await runs.open();
  await page.keyboard.press("/");
  await expect(runs.searchField).toBeFocused();
  await runs.searchField.pressSequentially("workf");
  await expect(page.getByRole("option", { name: "workflow:" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(runs.searchField).toHaveValue("workflow:");
  await runs.searchField.pressSequentially("weigh");
  await expect(page.getByRole("option", { name: '"Weigh for the list"' })).toBeVisible();
  await runs.hasRuns(3);
  await checkAccessibility(page, { state: "run list with completions" });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(runs.searchField).toHaveValue('workflow:"Weigh for the list" ');
  await runs.hasRuns(3);
  await expect(page).toHaveURL(/[?&]q=workflow/);
  await page.reload();
  await runs.hasRuns(3);

  // Values, words of the error, and what is wrong with a query.
  await runs.search('workflow:"Weigh for the list" output.grams:>=450');
  await runs.hasRuns(1);
  await runs.search("input.what:air error:missing,undefined trigger:form");
  await runs.hasRuns(1);
  await expect(runs.row(1)).toContainText("Failed");
  await runs.search("stauts:failed tag:x");
  await expect(page.getByRole("alert").filter({ hasText: "stauts" })).toHaveText(
    "There is no field “stauts”. Did you mean status:?",
  );
  await runs.hasRuns(1);
  await checkAccessibility(page, { state: "run list with a mistake" });
  await runs.search("tag:absent -duration:>2s");
  await expect(page.getByRole("heading", { name: "No runs match" })).toBeVisible();
  await expect(page.getByText("duration is not more than 2 s")).toBeVisible();
  // A list in a paragraph is no HTML: the browser would take it out of there before React finds it.
  await expect(page.locator("p :is(ul, ol, div)")).toHaveCount(0);
  await checkAccessibility(page, { state: "run list without a match" });
  await page.getByRole("button", { name: "Clear the search" }).last().click();

  // A quick filter writes into the query.
  await page.getByRole("combobox", { name: "Workflow" }).click();
  await page.getByRole("option", { name: "Weigh for the list" }).click();
  await expect(runs.searchField).toHaveValue('workflow:="Weigh for the list"');
  await runs.hasRuns(3);

  // Another column, and the view kept under a name.
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByLabel("Trigger").click();
  await checkAccessibility(page, { state: "columns of the run list" });
  await page.keyboard.press("Escape");
  await expect(runs.row(1)).toContainText("Form");
  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByRole("menuitem", { name: "Save this view" }).click();
  await page.getByLabel("Name").fill("Weighings");
  await page.getByRole("button", { name: "Save the view" }).click();
  await expect(page.getByRole("button", { name: "Weighings" })).toBeVisible();

  // Two of them, by Shift, are tagged together.
  await runs.checkbox(2).click();
  await runs.checkbox(3).click({ modifiers: ["Shift"] });
  await expect(runs.chosen).toContainText("2 chosen");
  await checkAccessibility(page, { state: "chosen runs" });
  // Whoever goes back by key stands where the question came from.
  const tagButton = runs.chosen.getByRole("button", { name: "Tag…" });
  await tagButton.press("Enter");
  await expect(page.getByRole("dialog", { name: "Tag 2 runs" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tagButton).toBeFocused();
  await runs.chosen.getByRole("button", { name: "Tag…" }).click();
  await page.getByLabel("Add").fill("Golden set,fruit");
  await checkAccessibility(page, { state: "tagging runs" });
  await page.getByRole("button", { name: "Change the tags" }).click();
  await expect(page.getByRole("button", { name: "Change the tags" })).toBeHidden();
  await runs.search('tag:"golden set"');
  await runs.hasRuns(2);

  // One of them gets a note on its page, which its tag leads back from.
  await runs.openNewest();
  await page.getByRole("button", { name: "Tags and note" }).click();
  await page.getByRole("textbox", { name: "Note" }).fill("Heavier than the scale");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Heavier than the scale")).toBeVisible();
  await page.getByRole("link", { name: "golden set" }).click();
  await runs.hasRuns(2);
  await runs.search("note:scale");
  await runs.hasRuns(1);

  // The saved view brings all three back; they go for good.
  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByRole("menuitem", { name: "Weighings" }).click();
  await runs.hasRuns(3);
  // On a phone nothing of a row is cut at the edge of the table.
  const wide = page.viewportSize()!;
  await page.setViewportSize({ width: 390, height: 844 });
  const table = page.getByRole("table").locator("..");
  await expect.poll(() => table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize(wide);
  await page.getByRole("checkbox", { name: "Choose all loaded runs" }).click();
  await runs.chosen.getByRole("button", { name: "Delete…" }).click();
  await expect(page.getByRole("heading", { name: "Delete 3 runs?" })).toBeVisible();
  await page.getByRole("button", { name: "Delete 3 runs" }).click();
  await expect(page.getByRole("heading", { name: "No runs match" })).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/runs?q=status:failed+trigger:form");
  await expect(runs.searchField).toBeVisible();
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await expect.poll(overflow).toBeLessThanOrEqual(0);
  await checkAccessibility(page, { state: "run list on a phone" });
});
