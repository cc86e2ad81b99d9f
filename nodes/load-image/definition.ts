import { defineNode } from "#graph/define-node";
import { fileRefSchema } from "#graph/schema";
import { z } from "zod";

export const loadImage = defineNode({
  type: "load-image",
  version: 1,
  title: "Load image",
  summary: "Reads a picture from a file of the workspace.",
  docs: `Gives one picture that is stored with the workspace: **PNG, JPEG, WebP, GIF, TIFF or AVIF**, of at most 50 megapixels and
one page or frame. What a file is, its content decides, not its name.

The picture arrives upright (EXIF orientation is applied), in sRGB with 8 bits a channel; CMYK and 16-bit files are
converted. Its pixels are decoded only when a node needs them, so a damaged file may fail there.

For a picture that whoever runs the workflow chooses, use **Input** instead.`,
  category: "input-output",
  icon: "image-up",
  keywords: ["picture", "photo", "file", "open", "read", "png", "jpeg"],
  inputs: {},
  outputs: { image: { label: "Image", type: { kind: "image" } } },
  params: z.strictObject({
    file: fileRefSchema.meta({
      title: "Picture",
      widget: "image-picker",
      required: true,
      onNode: true,
      accept: ["image/png", "image/jpeg", "image/webp", "image/gif", "image/tiff", "image/avif"],
    }),
  }),
});
