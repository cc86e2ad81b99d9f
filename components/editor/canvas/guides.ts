import type { Box } from "../wires/wire-route.ts";

/** A line on the canvas that says why a dragged node lies where it does. */
export type Guide =
  /** Edges or middles on one line. */
  | { kind: "line"; axis: "x" | "y"; at: number; from: number; to: number }
  /** Gaps of one size, each from one box to the next. */
  | { kind: "gap"; axis: "x" | "y"; at: number; from: number; to: number };

type Axis = "x" | "y";
const sizeAlong = { x: "width", y: "height" } as const;
const across = { x: "y", y: "x" } as const;
/** Beyond this, boxes are no neighbours whose gaps one would compare. */
const MAX_GAP = 600;

const startOf = (box: Box, axis: Axis) => box[axis];
const endOf = (box: Box, axis: Axis) => box[axis] + box[sizeAlong[axis]];
const marksOf = (box: Box, axis: Axis) => [
  startOf(box, axis),
  (startOf(box, axis) + endOf(box, axis)) / 2,
  endOf(box, axis),
];

/**
 * By how much to move a box so that an edge or its middle lies on one line with that of another, or so that the gaps to its
 * neighbours are equal, where less than `reach` is missing; with the lines to show. Of several ways the nearest.
 */
export function guidesFor(
  box: Box,
  others: readonly Box[],
  reach: number,
): { by: { x: number; y: number }; guides: Guide[] } {
  const by = { x: nearest(box, others, { axis: "x", reach }), y: nearest(box, others, { axis: "y", reach }) };
  for (;;) {
    const placed = { ...box, x: box.x + (by.x ?? 0), y: box.y + (by.y ?? 0) };
    const guides = (axis: Axis) =>
      by[axis] === null ? [] : [...linesOf(placed, others, axis), ...gapsOf(placed, others, axis)];
    const shown = { x: guides("x"), y: guides("y") };
    // Once it is moved, other boxes may be its neighbours, and nothing would say why it lies there.
    const idle = (["x", "y"] as const).find((axis) => by[axis] !== null && by[axis] !== 0 && shown[axis].length === 0);
    if (idle === undefined) return { by: { x: by.x ?? 0, y: by.y ?? 0 }, guides: [...shown.x, ...shown.y] };
    by[idle] = null;
  }
}

function nearest(box: Box, others: readonly Box[], { axis, reach }: { axis: Axis; reach: number }): number | null {
  const own = marksOf(box, axis);
  let best: number | null = null;
  // At each step of a drag, over all boxes in view: nothing is allocated for those out of reach.
  const consider = (by: number) => {
    if (Math.abs(by) <= reach && (best === null || Math.abs(by) < Math.abs(best))) best = by;
  };
  for (const other of others) {
    const start = startOf(other, axis);
    const end = endOf(other, axis);
    for (const mark of own) {
      consider(start - mark);
      consider((start + end) / 2 - mark);
      consider(end - mark);
    }
  }
  for (const start of gapPlaces(box, others, axis)) consider(start - startOf(box, axis));
  return best;
}

/** Boxes in the same row (or column), in order. */
function rowOf(box: Box, others: readonly Box[], axis: Axis): Box[] {
  const other = across[axis];
  const isBeside = (one: Box) => startOf(one, other) < endOf(box, other) && startOf(box, other) < endOf(one, other);
  return others.filter(isBeside).toSorted((a, b) => startOf(a, axis) - startOf(b, axis));
}

/** Where the box would begin for its gaps to be equal to one another, or to that between two others beside it. */
function gapPlaces(box: Box, others: readonly Box[], axis: Axis): number[] {
  const row = rowOf(box, others, axis);
  const size = box[sizeAlong[axis]];
  const middle = startOf(box, axis) + size / 2;
  const isBefore = (one: Box) => (startOf(one, axis) + endOf(one, axis)) / 2 <= middle;
  const before = row.filter(isBefore).toReversed();
  const after = row.filter((one) => !isBefore(one));
  const places: number[] = [];
  const [left, left2] = before;
  const [right, right2] = after;
  if (left && right) {
    const room = startOf(right, axis) - endOf(left, axis) - size;
    if (isGap(room / 2)) places.push(endOf(left, axis) + room / 2);
  }
  if (left && left2) {
    const gap = startOf(left, axis) - endOf(left2, axis);
    if (isGap(gap)) places.push(endOf(left, axis) + gap);
  }
  if (right && right2) {
    const gap = startOf(right2, axis) - endOf(right, axis);
    if (isGap(gap)) places.push(startOf(right, axis) - gap - size);
  }
  return places;
}

const isGap = (gap: number) => gap > 0 && gap <= MAX_GAP;
const isSame = (a: number, b: number) => Math.abs(a - b) < 0.5;

/** A line through all boxes that share a mark with the box, as long as they reach. */
function linesOf(box: Box, others: readonly Box[], axis: Axis): Guide[] {
  const other = across[axis];
  const lines = marksOf(box, axis).flatMap((at): Guide[] => {
    const alike = others.filter((one) => marksOf(one, axis).some((mark) => isSame(mark, at)));
    if (alike.length === 0) return [];
    const all = [box, ...alike];
    const from = Math.min(...all.map((one) => startOf(one, other)));
    const to = Math.max(...all.map((one) => endOf(one, other)));
    return [{ kind: "line", axis, at, from, to }];
  });
  return lines;
}

function gapsOf(box: Box, others: readonly Box[], axis: Axis): Guide[] {
  const isThere = gapPlaces(box, others, axis).some((start) => isSame(start, startOf(box, axis)));
  if (!isThere) return [];
  const row = [...rowOf(box, others, axis), box].sort((a, b) => startOf(a, axis) - startOf(b, axis));
  const place = row.indexOf(box);
  const gaps = row.slice(1).map((one, index) => ({
    from: endOf(row[index]!, axis),
    to: startOf(one, axis),
    isOwn: index === place || index + 1 === place,
  }));
  const own = gaps.filter(({ isOwn }) => isOwn).map(({ from, to }) => to - from);
  const at = box[across[axis]] + box[sizeAlong[across[axis]]] / 2;
  const shown = gaps.filter(({ from, to }, index) => {
    const isNear = index >= place - 2 && index <= place + 1;
    return isNear && isGap(to - from) && own.some((gap) => isSame(gap, to - from));
  });
  return shown.length < 2 ? [] : shown.map(({ from, to }) => ({ kind: "gap", axis, at, from, to }));
}
