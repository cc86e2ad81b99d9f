import type { Box, Point } from "../wires/wire-route.ts";

export const GRID = 20;
/** A column is a narrow node and its gutter. */
export const GUTTER = 58;
const ROW_GAP = 26;

export function snapToGrid(value: number): number {
  return Math.round(value / GRID) * GRID;
}

/**
 * Where a new node goes: to the right of the one selected, else where asked for; then down, and after some rows further to
 * the right, until it covers nothing.
 */
export function placeNode({
  size,
  others,
  after,
  centre,
}: {
  size: { width: number; height: number };
  others: readonly Box[];
  /** The node that it should follow. */
  after?: Box | undefined;
  centre: Point;
}): Point {
  const start = after
    ? { x: after.x + after.width + GUTTER, y: after.y }
    : { x: snapToGrid(centre.x - size.width / 2), y: snapToGrid(centre.y - size.height / 2) };
  return firstFree(start, size, others);
}

/** The first place from `start` on, down and then to the right, where a box of this size covers none of the others. */
export function firstFree(start: Point, size: { width: number; height: number }, others: readonly Box[]): Point {
  for (let column = 0; column < 20; column++) {
    let y = start.y;
    const x = start.x + column * (size.width + GUTTER);
    for (let row = 0; row < 12; row++) {
      const blocker = others.find((other) => covers(other, { x, y, ...size }));
      if (!blocker) return { x, y };
      y = Math.ceil((blocker.y + blocker.height + ROW_GAP) / GRID) * GRID;
    }
  }
  return start;
}

function covers(a: Box, b: Box): boolean {
  const gap = 12;
  return (
    a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap
  );
}
