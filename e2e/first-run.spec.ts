import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { z } from "zod";
import { test } from "./fixtures.ts";
import { templates } from "./places.ts";

const truthSchema = z.object({ images: z.record(z.string(), z.array(z.object({ label: z.string() }))) });

/** What is drawn on the template's sample picture, as whoever drew it wrote down. */
function truthOf(picture: string): { total: number; counts: Record<string, number> } {
  const file = `${templates}/models/shapes-detector/samples/truth.json`;
  const shapes = truthSchema.parse(JSON.parse(readFileSync(file, "utf8"))).images[picture]!;
  const counts: Record<string, number> = {};
  for (const { label } of shapes) counts[label] = (counts[label] ?? 0) + 1;
  return { total: shapes.length, counts };
}

test("a template runs on the canvas, its nodes turn green live, and the run is kept", async ({
  gallery,
  editor,
  runs,
  page,
}) => {
  const truth = truthOf("scene-2.png");

  await gallery.open();
  await gallery.use("Find and count shapes");
  await expect(editor.nodes).toHaveCount(8);
  await editor.run();

  await editor.everyNodeIs("succeeded");
  await expect(editor.runStrip).toContainText("8 of 8 steps");
  await expect(editor.node("Find shapes").getByRole("img", { name: `${truth.total} objects` })).toBeVisible();
  await expect(editor.node("Draw boxes").getByRole("img", { name: "160 × 160 px" })).toBeVisible();
  await expect(editor.node("Count of all")).toContainText(String(truth.total));
  for (const [label, count] of Object.entries(truth.counts)) {
    await expect(editor.node("Count of each")).toContainText(new RegExp(`${label}\\D*${count}`));
  }

  await page.getByRole("link", { name: "All workflows" }).click();
  await page.getByRole("link", { name: "Runs" }).click();
  await expect(runs.row(1)).toContainText("Done");
  await expect(runs.row(1)).toContainText("Find and count shapes");
  await expect(runs.row(1)).toContainText("Ada Olsen");

  await runs.openNewest();
  await expect(runs.node("Find shapes")).toHaveAttribute("data-status", "succeeded");
  await expect(runs.output("count")).toContainText(String(truth.total));
  await expect(runs.steps.getByRole("row")).toHaveCount(9);
  const step = await runs.chooseStep("Find shapes");
  await expect(step.getByRole("row")).toHaveCount(truth.total + 1);
  await expect(step.getByRole("img", { name: `${truth.total} objects` })).toBeVisible();

  const first = page.url();
  await page.getByRole("button", { name: "Run again" }).click();
  await page.waitForURL((url) => url.href !== first);
  await expect(page.getByRole("heading", { name: "Run 2" })).toBeVisible();
  await expect(runs.output("count")).toContainText(String(truth.total));
});
