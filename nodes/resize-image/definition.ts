import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { fitModes } from "../place-in-frame.ts";
import { fitMeta, kernelParam, padColourParam } from "../preparation-params.ts";

const MAX_PIXELS = 50_000_000;
const side = z.number().int().min(1).max(16_384);

export const resizeImage = defineNode({
  type: "resize-image",
  version: 1,
  title: "Resize image",
  summary: "Brings a picture to a size: stretched, fitted within, cut to cover, or letterboxed.",
  docs: `Resamples a picture to a width and height.

- **Stretch**: exactly that size; the proportions change.
- **Fit within**: as large as fits, proportions kept; one side may come out smaller than asked for.
- **Cover**: exactly that size, filled; what stands out is cut evenly from both ends.
- **Letterbox**: exactly that size, the whole picture centred, the rest in the padding colour.

Resampling is antialiased when shrinking and gives the same pixels as Pillow's filters of the same name (*area* is its BOX;
it is linear when enlarging). Letterbox and cover move things by whole pixels.`,
  category: "image",
  icon: "scaling",
  keywords: ["scale", "letterbox", "crop", "fit", "cover", "thumbnail", "resample"],
  inputs: { image: { label: "Image", type: { kind: "image" } } },
  outputs: { image: { label: "Image", type: { kind: "image" } } },
  params: z.strictObject({
    width: side.default(640).meta({ title: "Width", widget: "number", unit: "px", onNode: true }),
    height: side.default(640).meta({ title: "Height", widget: "number", unit: "px", onNode: true }),
    fit: z
      .enum(fitModes)
      .default("fit")
      .meta({ ...fitMeta(fitModes), onNode: true }),
    kernel: kernelParam,
    padColour: padColourParam("#000000"),
  }),
  checkParams: ({ width, height }) =>
    width * height > MAX_PIXELS
      ? [
          {
            param: "width",
            message: `${width} × ${height} is more than ${MAX_PIXELS / 1e6} megapixels.`,
            fix: "Make the width or the height smaller.",
          },
        ]
      : [],
});
