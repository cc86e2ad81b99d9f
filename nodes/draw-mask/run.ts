import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import { labelHue, parseColour } from "../label-hues.ts";
import type { drawMask } from "./definition.ts";

export const runDrawMask: NodeRunner<typeof drawMask> = async ({ inputs: { image, mask }, params, context }) => {
  const { opacity, showBackground, colour } = params;
  const channels = image.channels === 4 ? 4 : 3;
  const source = await context.images.decode(image, channels);
  const pixels = source.pixels.slice();
  const hues = mask.labels.map((_, index) => parseColour((index > 0 && colour) || labelHue(index)));
  const columns = Int32Array.from({ length: image.width }, (_, x) =>
    Math.floor(((x + 0.5) * mask.width) / image.width),
  );
  for (let y = 0, at = 0; y < image.height; y++) {
    const row = Math.floor(((y + 0.5) * mask.height) / image.height) * mask.width;
    for (let x = 0; x < image.width; x++, at += channels) {
      const index = mask.data[row + columns[x]!]!;
      const hue = hues[index];
      if (!hue || (index === 0 && !showBackground)) continue;
      for (let c = 0; c < 3; c++) pixels[at + c] = Math.round(pixels[at + c]! * (1 - opacity) + hue[c]! * opacity);
      if (channels === 4) pixels[at + 3] = Math.max(pixels[at + 3]!, Math.round(opacity * 255));
    }
  }
  return { image: { width: image.width, height: image.height, channels, pixels } };
};
