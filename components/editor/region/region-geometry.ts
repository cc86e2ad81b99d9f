import type { Region } from "#nodes/region";

export type PictureSize = { width: number; height: number };
export type PicturePoint = { x: number; y: number };
/** Which edges follow the pointer: a corner has two, the middle of a side one. */
export type Handle = { x: -1 | 0 | 1; y: -1 | 0 | 1 };

export const handles: readonly Handle[] = [
  { x: -1, y: -1 },
  { x: 0, y: -1 },
  { x: 1, y: -1 },
  { x: -1, y: 0 },
  { x: 1, y: 0 },
  { x: -1, y: 1 },
  { x: 0, y: 1 },
  { x: 1, y: 1 },
];

/** The pixels that a drag from one point to another covers, at least one, within the picture. */
export function drawnRegion(from: PicturePoint, to: PicturePoint, size: PictureSize): Region {
  const across = covered(from.x, to.x, size.width);
  const down = covered(from.y, to.y, size.height);
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

function covered(from: number, to: number, limit: number): { start: number; length: number } {
  const start = clamp(Math.floor(Math.min(from, to)), 0, limit - 1);
  const end = clamp(Math.ceil(Math.max(from, to)), start + 1, limit);
  return { start, length: end - start };
}

/** Moved by whole pixels; stays in the picture with its size. */
export function movedRegion(region: Region, by: PicturePoint, size: PictureSize): Region {
  return {
    ...region,
    x: clamp(region.x + Math.round(by.x), 0, size.width - region.width),
    y: clamp(region.y + Math.round(by.y), 0, size.height - region.height),
  };
}

/** With the edges of the handle moved; no edge passes the one across from it. */
export function resizedRegion(region: Region, handle: Handle, by: PicturePoint, size: PictureSize): Region {
  const across = resized(region.x, region.width, { side: handle.x, by: Math.round(by.x), limit: size.width });
  const down = resized(region.y, region.height, { side: handle.y, by: Math.round(by.y), limit: size.height });
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

function resized(start: number, length: number, { side, by, limit }: { side: -1 | 0 | 1; by: number; limit: number }) {
  const end = start + length;
  if (side === -1) {
    const moved = clamp(start + by, 0, end - 1);
    return { start: moved, length: end - moved };
  }
  return side === 0 ? { start, length } : { start, length: clamp(end + by, start + 1, limit) - start };
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value));
}
