import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { colourSchema } from "../preparation-params.ts";

export const drawDetections = defineNode({
  type: "draw-detections",
  version: 1,
  title: "Draw detections",
  summary: "Draws boxes with their labels and scores over a picture.",
  docs: `Draws a frame around each detection, in the colour of its class or in one that you choose, with a plate that says its label and score. Better boxes are
drawn over worse ones. Lines and text grow with the picture unless you set them.

The text is drawn with a font of dots that comes with Patchbay, so results are the same on each machine. Accents are left off,
and letters outside ASCII show as a box.

Boxes from the same picture in another size are scaled to it; boxes from a picture of other proportions are refused.`,
  category: "image",
  icon: "square-dashed",
  keywords: ["boxes", "annotate", "overlay", "label", "visualise"],
  inputs: {
    image: { label: "Image", type: { kind: "image" } },
    detections: { label: "Detections", type: { kind: "detections" } },
  },
  outputs: { image: { label: "Image", type: { kind: "image" } } },
  params: z.strictObject({
    colour: colourSchema.nullable().default(null).meta({
      title: "Colour",
      widget: "colour",
      onNode: true,
      description: "One colour for all boxes. By itself each class has its own.",
    }),
    showLabels: z.boolean().default(true).meta({ title: "Labels", widget: "switch" }),
    showScores: z.boolean().default(true).meta({ title: "Scores", widget: "switch" }),
    lineWidth: z
      .number()
      .int()
      .min(0)
      .max(100)
      .default(0)
      .meta({ title: "Line width", widget: "number", unit: "px", description: "0 suits the picture's size." }),
    textHeight: z.number().int().min(0).max(400).default(0).meta({
      title: "Text height",
      widget: "number",
      unit: "px",
      description: "Comes in steps of 7 pixels, the height of the font. 0 suits the picture's size.",
    }),
  }),
});
