import type { Box, Point } from "../wires/wire-route.ts";

/** Whether a point lies in the polygon: a ray to its right crosses the border an odd number of times. */
export function isInside({ x, y }: Point, polygon: readonly Point[]): boolean {
  let isIn = false;
  for (const [index, a] of polygon.entries()) {
    const b = polygon[(index + 1) % polygon.length]!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isIn = !isIn;
  }
  return isIn;
}

/** Ids of the boxes whose middle lies in the loop. */
export function lassoed(boxes: ReadonlyMap<string, Box>, loop: readonly Point[]): string[] {
  return [...boxes].flatMap(([id, { x, y, width, height }]) =>
    isInside({ x: x + width / 2, y: y + height / 2 }, loop) ? [id] : [],
  );
}

/** Ids of what the box between two corners touches; of frames, what it holds as a whole, so that one can draw a box inside of them. */
export function boxed(
  boxes: readonly { id: string; isFrame: boolean; box: Box }[],
  [a, b]: readonly [Point, Point],
): string[] {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  return boxes.flatMap(({ id, isFrame, box: { x, y, width, height } }) => {
    const isHeld = left <= x && top <= y && x + width <= right && y + height <= bottom;
    const isTouched = x < right && left < x + width && y < bottom && top < y + height;
    return (isFrame ? isHeld : isTouched) ? [id] : [];
  });
}

/** What of the keys that are held says how a new selection meets the old one. */
export type Meeting = "replace" | "add" | "remove";

export function meetingOf(keys: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): Meeting {
  if (keys.shiftKey) return "add";
  return keys.ctrlKey || keys.metaKey ? "remove" : "replace";
}

export function met(before: ReadonlySet<string>, caught: Iterable<string>, meeting: Meeting): Set<string> {
  const ids = new Set(caught);
  if (meeting === "add") return new Set([...before, ...ids]);
  return meeting === "remove" ? new Set([...before].filter((id) => !ids.has(id))) : ids;
}
