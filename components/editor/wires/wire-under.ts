import type { Box, Point } from "./wire-route.ts";

/** The wire that runs through a box; of several the one nearest to its middle. */
export function wireUnder(routes: ReadonlyMap<string, readonly Point[]>, box: Box): string | null {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  let best: string | null = null;
  let least = Infinity;
  for (const [id, corners] of routes) {
    for (let index = 1; index < corners.length; index++) {
      const [a, b] = [corners[index - 1]!, corners[index]!];
      if (!crosses(a, b, box)) continue;
      const distance = distanceTo(middle, a, b);
      if (distance >= least) continue;
      least = distance;
      best = id;
    }
  }
  return best;
}

/** Pieces of wires run level or upright, so their own box says all. */
function crosses(a: Point, b: Point, box: Box): boolean {
  return (
    Math.max(a.x, b.x) >= box.x &&
    Math.min(a.x, b.x) <= box.x + box.width &&
    Math.max(a.y, b.y) >= box.y &&
    Math.min(a.y, b.y) <= box.y + box.height
  );
}

function distanceTo(point: Point, a: Point, b: Point): number {
  const x = Math.min(Math.max(point.x, Math.min(a.x, b.x)), Math.max(a.x, b.x));
  const y = Math.min(Math.max(point.y, Math.min(a.y, b.y)), Math.max(a.y, b.y));
  return Math.hypot(point.x - x, point.y - y);
}
