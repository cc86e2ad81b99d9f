import path from "node:path";
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { templates } from "./places.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

const samples = path.join(templates, "models/shapes-detector/samples");
const picture = (name: string) => ({
  name,
  mimeType: "image/png",
  buffer: readFileSync(path.join(samples, name)),
});

/** Makes a picture small and doubles a number. */
const shrinking: WorkflowSketch = {
  title: "Shrink many",
  nodes: {
    picture: { type: "workflow-input", title: "Picture", params: { name: "picture", kind: "image" } },
    share: { type: "workflow-input", title: "Share", params: { name: "share", kind: "number", sample: 8 } },
    shrink: { type: "resize-image", title: "Shrink", params: { width: 32, height: 32 } },
    double: { type: "evaluate", title: "Double", params: { expression: "value * 2", output: "number" } },
    small: { type: "workflow-output", title: "Small", params: { name: "small" } },
    twice: { type: "workflow-output", title: "Twice", params: { name: "twice" } },
  },
  wires: [
    ["picture.value", "shrink.image"],
    ["shrink.image", "small.value"],
    ["share.value", "double.value"],
    ["double.result", "twice.value"],
  ],
};

test("many files run as one batch, what failed is retried, rows of a table run as well, and results are a table", async ({
  editor,
  form,
  batch,
  page,
}) => {
  await editor.openFile(shrinking);
  await form.openFromEditor();
  await batch.openFromForm();

  await batch.chooseFiles("picture", [
    picture("scene-2.png"),
    picture("scene-4.png"),
    // Its head is that of a picture, so only who computes with it finds out.
    { ...picture("scene-1.png"), name: "broken.png", buffer: picture("scene-1.png").buffer.subarray(0, 900) },
    { name: "none.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") },
    { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("a note") },
  ]);
  await expect(page.getByText('"none.png" is named like a picture but is none.')).toBeVisible();
  await page.getByRole("button", { name: "Leave it out" }).click();
  await expect(page.getByText("2 files left out")).toBeVisible();
  await page.getByLabel("share", { exact: true }).fill("21");
  await page.getByLabel("Name of the batch").fill("Gate 3");
  await checkAccessibility(page, { state: "a batch before its start" });
  await batch.run(3);

  await batch.isOver(3);
  await expect(batch.item("scene-4.png")).toContainText("42");
  await expect(batch.item("scene-4.png").getByRole("img", { name: /^small of scene-4.png/ })).toBeVisible();
  await expect(batch.item("broken.png")).toContainText("Failed");
  await checkAccessibility(page, { state: "a batch that has ended" });
  await batch.filter("Failed").click();
  await expect(batch.items.getByRole("row")).toHaveCount(2);

  const run = await batch.item("broken.png").getByRole("link").getAttribute("href");
  // It has failed before as well: only the answer tells that it was retried.
  const retried = page.waitForResponse(/batches\.retry/);
  await page.getByRole("button", { name: "Retry 1 failed" }).click();
  await retried;
  await page.goto(run!);
  await expect(page.getByText("Retried", { exact: true })).toBeVisible();
  await page.goBack();
  await batch.isOver(3);
  await expect(batch.item("broken.png")).toContainText("Failed");
  const lines = (await batch.downloadCsv()).trim().split(/\r?\n/);
  expect(lines[0]).toContain("item,name,status,input.picture,input.share,output.small,output.twice,error");
  expect(lines[1]).toMatch(/^1,scene-2\.png,succeeded,scene-2\.png,21,.*,42,/);
  expect(lines[3]).toMatch(/^3,broken\.png,failed,/);

  // The same workflow over rows that name their pictures, and of which one does not fit.
  await page.getByRole("link", { name: "Shrink many" }).click();
  await batch.chooseTable({
    name: "shares.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("id,share,picture\n1,4,scene-2.png\n2,abc,scene-4.png\n3,5,scene-4.png\n"),
  });
  await expect(page.getByText('Row 1, picture: "scene-2.png" is not among the files.')).toBeVisible();
  await batch.chooseFiles("the rows", [picture("scene-2.png"), picture("scene-4.png")]);
  await expect(page.getByText("1 of 3 rows does not fit")).toBeVisible();
  await expect(page.getByText('Row 2, share: "abc" is not a number.')).toBeVisible();
  await page.getByRole("checkbox", { name: "Leave this row out" }).click();
  await checkAccessibility(page, { state: "a table with a row that does not fit" });
  await batch.run(2);
  await batch.isOver(2);
  await expect(batch.item("Row 3")).toContainText("10");
  await expect(batch.item("Row 3").getByRole("img", { name: /^small of Row 3/ })).toBeVisible();

  await page.getByRole("link", { name: "All batches" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Gate 3" })).toContainText("1 failed");
  await expect(page.getByRole("row").filter({ hasText: "shares" })).toContainText("Done");
  await checkAccessibility(page, { state: "the list of batches" });
});
