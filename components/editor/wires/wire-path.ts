import type { Point } from "./wire-route.ts";

const RADIUS = 10;

/** SVG path data through the corners, each rounded by at most `RADIUS` and half of the pieces beside it. */
export function wirePath(corners: readonly Point[]): string {
  const [first, ...rest] = corners;
  if (!first) return "";
  let path = `M${text(first)}`;
  rest.forEach((corner, index) => {
    const before = corners[index]!;
    const after = corners[index + 2];
    if (!after) {
      path += `L${text(corner)}`;
      return;
    }
    const radius = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2);
    path += `L${text(towards(corner, before, radius))}Q${text(corner)} ${text(towards(corner, after, radius))}`;
  });
  return path;
}

/** Middle of the longest level piece, where the badge of a list sits, and how much room there is for it. */
export function badgePoint(corners: readonly Point[]): Point & { room: number } {
  let best = { x: corners[0]?.x ?? 0, y: corners[0]?.y ?? 0, room: 0 };
  let longest = -1;
  for (let index = 1; index < corners.length; index++) {
    const a = corners[index - 1]!;
    const b = corners[index]!;
    const length = Math.abs(a.x - b.x);
    if (Math.abs(a.y - b.y) > 1 || length <= longest) continue;
    longest = length;
    best = { x: (a.x + b.x) / 2, y: a.y, room: length };
  }
  return best;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

function text({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
