import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { Detection, PixelImage } from "#graph/values";
import { detectionsOn } from "../detections-on.ts";
import { inkOn, labelHue, parseColour, type Rgb } from "../label-hues.ts";
import { GLYPH_HEIGHT } from "./bitmap-font.ts";
import type { drawDetections } from "./definition.ts";
import { drawText, fillBox, strokeBox, textSize } from "./paint.ts";

// What is drawn grows with the picture: one pixel of line for each 240 of its longer side, one step of text for each 320.
const PIXELS_PER_LINE = 240;
const PIXELS_PER_DOT = 320;
const MAX_LABEL_CHARACTERS = 40;

/** @throws NodeError "input-mismatch" when the boxes come from a picture of other proportions. */
export const runDrawDetections: NodeRunner<typeof drawDetections> = async ({ inputs, params, context }) => {
  const { image } = inputs;
  const items = detectionsOn(image, inputs.detections);
  const source = await context.images.decode(image, image.channels === 4 ? 4 : 3);
  const picture: PixelImage = { ...source, pixels: source.pixels.slice() };
  const side = Math.max(image.width, image.height);
  const lineWidth = params.lineWidth || Math.max(1, Math.round(side / PIXELS_PER_LINE));
  const scale = Math.max(1, Math.round(params.textHeight ? params.textHeight / GLYPH_HEIGHT : side / PIXELS_PER_DOT));

  const boxes = items.toSorted((a, b) => a.score - b.score);
  for (const item of boxes) {
    const colour = colourOf(item, params);
    strokeBox(picture, wholePixels(item), { colour, lineWidth });
  }
  for (const item of boxes) {
    const text = captionOf(item, params);
    if (text !== "") drawPlate(picture, item, { text, scale, colour: colourOf(item, params) });
  }
  return { image: picture };
};

function colourOf({ classIndex }: Detection, { colour }: { colour: string | null }): Rgb {
  return parseColour(colour ?? labelHue(classIndex));
}

function wholePixels({ x, y, width, height }: Detection) {
  const left = Math.round(x);
  const top = Math.round(y);
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.round(x + width) - left),
    height: Math.max(1, Math.round(y + height) - top),
  };
}

function captionOf({ label, score }: Detection, params: { showLabels: boolean; showScores: boolean }): string {
  const name = label.length > MAX_LABEL_CHARACTERS ? `${label.slice(0, MAX_LABEL_CHARACTERS)}…` : label;
  return [params.showLabels && name, params.showScores && `${Math.round(score * 100)}%`].filter(Boolean).join(" ");
}

/** Above the box where there is room, else within it; moved so that as much of it as can be lies in the picture. */
function drawPlate(
  picture: PixelImage,
  item: Detection,
  { text, scale, colour }: { text: string; scale: number; colour: Rgb },
): void {
  const box = wholePixels(item);
  const size = textSize(text, scale);
  const width = size.width + 2 * scale;
  const height = size.height + 2 * scale;
  const x = Math.max(0, Math.min(box.x, picture.width - width));
  const y = box.y >= height ? box.y - height : Math.max(0, box.y);
  fillBox(picture, { x, y, width, height }, colour);
  drawText(picture, text, { x: x + scale, y: y + scale, scale, colour: inkOn(colour) });
}
