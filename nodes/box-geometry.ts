import type { Detection } from "#graph/values";

/** x and y are the upper left corner. */
export type Box = Pick<Detection, "x" | "y" | "width" | "height">;

/** Area shared over area covered, 0–1; 0 for boxes without area. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (!(width > 0 && height > 0)) return 0;
  const shared = width * height;
  const covered = a.width * a.height + b.width * b.height - shared;
  return covered > 0 ? shared / covered : 0;
}

/** The part of the box that lies within a picture of this size; null when none does. */
export function clipBox<T extends Box>(box: T, size: { width: number; height: number }): T | null {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  const width = Math.min(size.width, box.x + box.width) - x;
  const height = Math.min(size.height, box.y + box.height) - y;
  return width > 0 && height > 0 ? { ...box, x, y, width, height } : null;
}
