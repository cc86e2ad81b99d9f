import type { PixelImage } from "#graph/values";
import type { Box } from "../box-geometry.ts";
import type { Rgb } from "../label-hues.ts";
import { GLYPH_HEIGHT, GLYPH_WIDTH, glyphsOf, hasInk } from "./bitmap-font.ts";

/** Fills a box of whole pixels, as far as it lies in the picture. Changes the picture: give it a copy. */
export function fillBox(picture: PixelImage, { x, y, width, height }: Box, [red, green, blue]: Rgb): void {
  const { channels, pixels } = picture;
  for (let row = Math.max(0, y); row < Math.min(picture.height, y + height); row++) {
    for (let column = Math.max(0, x); column < Math.min(picture.width, x + width); column++) {
      const at = (row * picture.width + column) * channels;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      if (channels === 4) pixels[at + 3] = 255;
    }
  }
}

/** Draws the frame of a box of whole pixels, with lines that lie within it. */
export function strokeBox(
  picture: PixelImage,
  box: Box,
  { colour, lineWidth }: { colour: Rgb; lineWidth: number },
): void {
  const across = Math.min(lineWidth, box.width);
  const down = Math.min(lineWidth, box.height);
  fillBox(picture, { ...box, height: down }, colour);
  fillBox(picture, { ...box, y: box.y + box.height - down, height: down }, colour);
  fillBox(picture, { ...box, width: across }, colour);
  fillBox(picture, { ...box, x: box.x + box.width - across, width: across }, colour);
}

/** The size of a line of text; `scale` is the side of one dot of a glyph. */
export function textSize(text: string, scale: number): { width: number; height: number } {
  const count = glyphsOf(text).length;
  return { width: Math.max(0, count * (GLYPH_WIDTH + 1) - 1) * scale, height: GLYPH_HEIGHT * scale };
}

export function drawText(
  picture: PixelImage,
  text: string,
  { x, y, scale, colour }: { x: number; y: number; scale: number; colour: Rgb },
): void {
  for (const [i, code] of glyphsOf(text).entries()) {
    const left = x + i * (GLYPH_WIDTH + 1) * scale;
    for (let row = 0; row < GLYPH_HEIGHT; row++) {
      for (let column = 0; column < GLYPH_WIDTH; column++) {
        if (!hasInk(code, column, row)) continue;
        fillBox(picture, { x: left + column * scale, y: y + row * scale, width: scale, height: scale }, colour);
      }
    }
  }
}
