import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { Detection, PixelImage } from "#graph/values";
import type { Box } from "../box-geometry.ts";
import { cropPixels } from "../crop-pixels.ts";
import { detectionsOn } from "../detections-on.ts";
import type { cropDetections } from "./definition.ts";

/** @throws NodeError "input-mismatch" when the boxes come from a picture of other proportions. */
export const runCropDetections: NodeRunner<typeof cropDetections> = async ({ inputs, params, context }) => {
  const items = detectionsOn(inputs.image, inputs.detections);
  const picture = items.length > 0 ? await context.images.decode(inputs.image) : null;
  return {
    crops: picture ? items.map((item) => cropPixels(picture, cropBox(item, picture, params))) : [],
    labels: items.map(({ label }) => label),
    scores: items.map(({ score }) => score),
  };
};

/** Whole pixels within the picture, at least one: each detection has its crop, so that the lists stay parallel. */
function cropBox(
  item: Detection,
  picture: Pick<PixelImage, "width" | "height">,
  { margin, square }: { margin: number; square: boolean },
): Box {
  const side = Math.max(item.width, item.height);
  const width = (square ? side : item.width) * (1 + 2 * margin);
  const height = (square ? side : item.height) * (1 + 2 * margin);
  const across = wholeRange(item.x + item.width / 2 - width / 2, width, picture.width);
  const down = wholeRange(item.y + item.height / 2 - height / 2, height, picture.height);
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

function wholeRange(start: number, length: number, limit: number): { start: number; length: number } {
  // Without this, 3 − 1e-12 from a scaled box would take one more row.
  const settle = (value: number) => Math.round(value * 1e6) / 1e6;
  const first = Math.min(limit - 1, Math.max(0, Math.floor(settle(start))));
  const end = Math.min(limit, Math.max(first + 1, Math.ceil(settle(start + length))));
  return { start: first, length: end - first };
}
