import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { deviceParam, labelsParam, modelParam } from "../model-params.ts";
import {
  bgrParam,
  checkScaling,
  fitMeta,
  inputSizeParam,
  kernelParam,
  modelLayoutParam,
  padColourParam,
  rangeParam,
  scalingParams,
} from "../preparation-params.ts";
import { boxLayouts } from "./box-layout.ts";

const fits = ["letterbox", "stretch"] as const;
const fraction = z.number().min(0).max(1);

export const detectObjects = defineNode({
  type: "detect-objects",
  version: 1,
  title: "Detect objects",
  summary: "Finds things in a picture and draws a box around each, with an ONNX detector of the YOLO family.",
  docs: `Runs a detector on a picture and gives boxes in the pixels of **that picture**, best first, each with a label and a score.

1. The picture is brought to the model's size, by default letterboxed on grey as these models are trained.
2. The output is read as YOLOv5 \`[1, n, 5 + classes]\` (score = objectness × class), YOLOv8 and later \`[1, 4 + classes, n]\` or
   end to end, as YOLOv10, \`[1, n, 6]\`. *Auto* tells them apart by shape and labels.
3. Boxes below the score are dropped.
4. Non-maximum suppression: of boxes that overlap by more than the limit (shared area ÷ covered area), the best stays, class by
   class or across all. End-to-end models have done this themselves.
5. Boxes are brought back to the picture, undoing scaling and padding exactly, and cut at its edges.

A picture with nothing in it gives an empty list and a count of 0.`,
  category: "model",
  icon: "scan-search",
  keywords: ["yolo", "boxes", "bounding box", "detector", "nms", "count", "find"],
  inputs: { image: { label: "Image", type: { kind: "image" } } },
  outputs: {
    detections: { label: "Detections", type: { kind: "detections" } },
    count: { label: "Count", type: { kind: "number" } },
  },
  params: z.strictObject({
    model: modelParam,
    minScore: fraction.default(0.35).meta({
      title: "Score at least",
      widget: "slider",
      onNode: true,
      description: "Lower finds more, and more that is not there.",
    }),
    maxOverlap: fraction.default(0.5).meta({
      title: "Overlap at most",
      widget: "slider",
      description: "Of two boxes that overlap more (intersection over union), the better one stays.",
    }),
    suppression: z
      .enum(["per-class", "across"])
      .default("per-class")
      .meta({
        title: "Suppress",
        widget: "select",
        options: { "per-class": "Within each class", across: "Across classes" },
      }),
    maxBoxes: z.number().int().min(1).max(10_000).default(300).meta({ title: "Boxes at most", widget: "number" }),
    labels: labelsParam,
    layout: modelLayoutParam,
    boxLayout: z
      .enum(["auto", ...boxLayouts])
      .default("auto")
      .meta({
        title: "Box layout",
        widget: "select",
        description: "How the model's output holds its boxes.",
        options: {
          auto: "Auto",
          yolov5: "YOLOv5: with objectness",
          yolov8: "YOLOv8 and later",
          yolov10: "YOLOv10: end to end",
        },
      }),
    fit: z.enum(fits).default("letterbox").meta(fitMeta(fits)),
    kernel: kernelParam,
    padColour: padColourParam("#727272"),
    range: rangeParam,
    ...scalingParams,
    colourOrder: bgrParam,
    inputSize: inputSizeParam(640),
    device: deviceParam,
  }),
  checkParams: checkScaling,
});
