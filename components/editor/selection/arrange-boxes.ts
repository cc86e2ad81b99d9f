import type { Box, Point } from "../wires/wire-route.ts";

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom";
export type Axis = "x" | "y";
type Boxes = ReadonlyMap<string, Box>;
type Points = Record<string, Point>;

const places: Record<Alignment, { axis: Axis; share: number }> = {
  left: { axis: "x", share: 0 },
  centre: { axis: "x", share: 0.5 },
  right: { axis: "x", share: 1 },
  top: { axis: "y", share: 0 },
  middle: { axis: "y", share: 0.5 },
  bottom: { axis: "y", share: 1 },
};
const sizeAlong = { x: "width", y: "height" } as const;

/** New corners that put one edge, or the middle, of all boxes on one line: that of the box around them all. */
export function alignBoxes(boxes: Boxes, alignment: Alignment): Points {
  const { axis, share } = places[alignment];
  const size = sizeAlong[axis];
  const starts = [...boxes.values()].map((box) => box[axis]);
  const ends = [...boxes.values()].map((box) => box[axis] + box[size]);
  const start = Math.min(...starts);
  const line = start + share * (Math.max(...ends) - start);
  return moved(boxes, axis, (box) => line - share * box[size]);
}

/** New corners with equal gaps between neighbours, in their order; the first and the last stay. Fewer than three have no gaps to even out. */
export function distributeBoxes(boxes: Boxes, axis: Axis): Points {
  const size = sizeAlong[axis];
  const inOrder = [...boxes].sort(([, a], [, b]) => a[axis] + a[size] / 2 - (b[axis] + b[size] / 2));
  const [first, last] = [inOrder[0]?.[1], inOrder.at(-1)?.[1]];
  if (inOrder.length < 3 || !first || !last) return {};
  const room = last[axis] + last[size] - first[axis];
  const filled = inOrder.reduce((sum, [, box]) => sum + box[size], 0);
  const gap = (room - filled) / (inOrder.length - 1);
  let next = first[axis];
  const starts = new Map(
    inOrder.map(([id, box]) => {
      const start = next;
      next += box[size] + gap;
      return [id, start];
    }),
  );
  return moved(boxes, axis, (_, id) => starts.get(id)!);
}

function moved(boxes: Boxes, axis: Axis, place: (box: Box, id: string) => number): Points {
  const points: Points = {};
  // Adding 0 takes the sign off -0, to which a fraction just below 0 is rounded.
  for (const [id, box] of boxes) points[id] = { x: box.x, y: box.y, [axis]: Math.round(place(box, id)) + 0 };
  return points;
}
