import { z } from "zod";

const place = z.number().int().min(0).max(65_535);

/**
 * A rectangle on a picture in its pixels; x and y are the upper left corner. A width or height of 0 goes to the picture's
 * edge, so that all zeros are the whole picture.
 */
export const regionSchema = z.strictObject({ x: place, y: place, width: place, height: place });
export type Region = z.output<typeof regionSchema>;

export const wholePicture: Region = { x: 0, y: 0, width: 0, height: 0 };

/** The part of the region that lies on a picture of this size, with at least one pixel; null where none does. */
export function regionOn(region: Region, size: { width: number; height: number }): Region | null {
  const { x, y } = region;
  if (x >= size.width || y >= size.height) return null;
  const right = region.width === 0 ? size.width : Math.min(size.width, x + region.width);
  const bottom = region.height === 0 ? size.height : Math.min(size.height, y + region.height);
  return { x, y, width: right - x, height: bottom - y };
}
