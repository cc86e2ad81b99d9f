import { z } from "zod";
import { defineNode } from "#graph/define-node";

export const cropDetections = defineNode({
  type: "crop-detections",
  version: 1,
  title: "Crop detections",
  summary: "Cuts each detection out of the picture: a list of pictures, with their labels beside it.",
  docs: `Gives one picture for each detection, in the order of the detections, and two lists that run along with it: labels and scores.
A node after it runs once for each crop; what it makes of crops and labels fits together item by item.

Crops are cut on whole pixels, outwards, and end at the picture's edges. The margin adds that part of the box's width and height on
each side. No detections give empty lists.`,
  category: "image",
  icon: "crop",
  keywords: ["cut", "extract", "regions", "patches", "list"],
  inputs: {
    image: { label: "Image", type: { kind: "image" } },
    detections: { label: "Detections", type: { kind: "detections" } },
  },
  outputs: {
    crops: { label: "Crops", type: { kind: "image" }, list: 1, lineage: "detections" },
    labels: { label: "Labels", type: { kind: "text" }, list: 1, lineage: "detections" },
    scores: { label: "Scores", type: { kind: "number" }, list: 1, lineage: "detections" },
  },
  params: z.strictObject({
    margin: z.number().min(0).max(2).default(0).meta({
      title: "Margin",
      widget: "slider",
      onNode: true,
      description: "As a part of the box: 0.1 adds a tenth of its width and height on each side.",
    }),
    square: z.boolean().default(false).meta({
      title: "Square",
      widget: "switch",
      description: "Widens the shorter side about the middle, for models that take squares.",
    }),
  }),
});
