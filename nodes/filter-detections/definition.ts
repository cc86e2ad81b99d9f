import { z } from "zod";
import { defineNode } from "#graph/define-node";

const fraction = z.number().min(0).max(1);

export const filterDetections = defineNode({
  type: "filter-detections",
  version: 1,
  title: "Filter detections",
  summary: "Keeps detections by label, score, size and place, and counts them.",
  docs: `Keeps the detections that pass **all** of these, in their order:

- a label of the list, in upper or lower case (an empty list keeps every label)
- a score of at least the one given
- an area between the limits, in square pixels of the picture (0 as the upper limit is none)
- the middle of the box within the region, given in parts of the picture: 0 is its left or upper edge, 1 its right or lower one

What does not pass goes out of *Dropped*. *Count* is the number kept.`,
  category: "logic",
  icon: "funnel",
  keywords: ["select", "count", "label", "score", "area", "region", "zone"],
  inputs: { detections: { label: "Detections", type: { kind: "detections" } } },
  outputs: {
    kept: { label: "Kept", type: { kind: "detections" } },
    dropped: { label: "Dropped", type: { kind: "detections" } },
    count: { label: "Count", type: { kind: "number" } },
  },
  params: z.strictObject({
    labels: z
      .array(z.string().trim().min(1).max(200))
      .max(10_000)
      .default([])
      .meta({ title: "Labels to keep", widget: "labels", onNode: true, description: "Empty keeps every label." }),
    minScore: fraction.default(0).meta({ title: "Score at least", widget: "slider", onNode: true }),
    minArea: z.number().min(0).default(0).meta({ title: "Area at least", widget: "number", unit: "px²" }),
    maxArea: z
      .number()
      .min(0)
      .default(0)
      .meta({ title: "Area at most", widget: "number", unit: "px²", description: "0 is no limit." }),
    left: fraction.default(0).meta({ title: "Region from left", widget: "slider" }),
    top: fraction.default(0).meta({ title: "Region from top", widget: "slider" }),
    right: fraction.default(1).meta({ title: "Region to right", widget: "slider" }),
    bottom: fraction.default(1).meta({ title: "Region to bottom", widget: "slider" }),
  }),
  checkParams: ({ minArea, maxArea, left, top, right, bottom }) => {
    const problems = [];
    if (maxArea > 0 && maxArea < minArea) {
      const message = `The area must be at least ${minArea} and at most ${maxArea} px², which nothing is.`;
      problems.push({ param: "maxArea", message, fix: "Raise it, or set it to 0 for no limit." });
    }
    if (left >= right) problems.push({ param: "right", message: "The region ends left of where it begins." });
    if (top >= bottom) problems.push({ param: "bottom", message: "The region ends above where it begins." });
    return problems;
  },
});
