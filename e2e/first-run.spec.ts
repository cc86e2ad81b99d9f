import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { z } from "zod";
import { test } from "./fixtures.ts";
import { templates } from "./places.ts";

const shapeSchema = z.object({ label: z.string(), box: z.tuple([z.number(), z.number(), z.number(), z.number()]) });
const truthSchema = z.object({ images: z.record(z.string(), z.array(shapeSchema)) });
type Shape = z.infer<typeof shapeSchema>;

/** What is on the template's sample picture, as whoever drew it wrote down: labels and boxes in pixels. */
function truthOf(picture: string): Shape[] {
  const file = `${templates}/models/shapes-detector/samples/truth.json`;
  return truthSchema.parse(JSON.parse(readFileSync(file, "utf8"))).images[picture]!;
}

/** How far a found box may lie from the drawn one, at each of its four sides. */
const NEAR_PX = 6;

/** Reads a row of a table of detections: label, score, x, y, width and height. */
function readShape(row: string): Shape {
  const [, label, x, y, width, height] = /^\s*(\w+)\s+[\d.]+\s+(-?\d+)\s+(-?\d+)\s+(\d+)\s+(\d+)\s*$/.exec(row) ?? [];
  const [left, top] = [Number(x), Number(y)];
  return { label: label ?? row, box: [left, top, left + Number(width), top + Number(height)] };
}

function isSame(found: Shape, drawn: Shape): boolean {
  return found.label === drawn.label && found.box.every((side, index) => Math.abs(side - drawn.box[index]!) <= NEAR_PX);
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
  await editor.runFresh();

  await editor.everyNodeIs("succeeded");
  await expect(editor.runStrip).toContainText("8 of 8 steps");
  await expect(editor.node("Find shapes").getByRole("img", { name: `${truth.length} objects` })).toBeVisible();
  await expect(editor.node("Draw boxes").getByRole("img", { name: "160 × 160 px" })).toBeVisible();
  await expect(editor.node("Count of all")).toContainText(String(truth.length));
  for (const label of new Set(truth.map((shape) => shape.label))) {
    const count = truth.filter((shape) => shape.label === label).length;
    await expect(editor.node("Count of each")).toContainText(`"${label}":${count}`);
  }

  await page.getByRole("link", { name: "All workflows" }).click();
  await page.getByRole("link", { name: "Runs" }).click();
  await expect(runs.row(1)).toContainText("Done");
  await expect(runs.row(1)).toContainText("Find and count shapes");
  await expect(runs.row(1)).toContainText("Ada Olsen");

  await runs.openNewest();
  await expect(runs.node("Find shapes")).toHaveAttribute("data-status", "succeeded");
  await expect(runs.output("count")).toContainText(String(truth.length));
  await expect(runs.steps.getByRole("row")).toHaveCount(9);
  await expect(runs.step("Find shapes")).toContainText(/6 objects.*\d m?s/);
  const step = await runs.chooseStep("Find shapes");
  await expect(step.getByRole("row")).toHaveCount(truth.length + 1);
  const [, ...found] = (await step.getByRole("row").allInnerTexts()).map(readShape);
  for (const drawn of truth) expect(found.filter((shape) => isSame(shape, drawn))).toHaveLength(1);
  await expect(step.getByRole("img", { name: `${truth.length} objects` })).toBeVisible();

  const heading = page.getByRole("heading", { level: 1 });
  const number = Number((await heading.innerText()).replace("Run ", ""));
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(heading).toHaveText(`Run ${number + 1}`);
  await expect(runs.output("count")).toContainText(String(truth.length));
});
