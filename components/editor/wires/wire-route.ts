/**
 * Where a wire runs: level out of the source, level into the target, right angles between, its upright parts in the
 * gutters between nodes. Pure geometry in canvas pixels; y grows downwards.
 */
export type Point = { x: number; y: number };
export type Box = { x: number; y: number; width: number; height: number };
export type WireEnds = {
  id: string;
  /** Wires of one output share a trunk. */
  net: string;
  from: Point;
  to: Point;
  /** Points that a person led the wire through. */
  bends?: readonly Point[] | undefined;
};

/** From a port to the middle of the 58 px gutter between two columns. */
const LEAD = 29;
/** Least length of the level piece at a port. */
const STUB = 14;
/** Clearance of a level piece from the nodes that it passes. */
const CLEARANCE = 14;
const CROSSING_COST = 4_000;
const BEND_COST = 24;

/** The corners of one wire, ends included. It avoids `boxes` where it can, and goes straight through where it cannot. */
export function routeWire(from: Point, to: Point, boxes: readonly Box[]): Point[] {
  const span = spanOf(from, to);
  const between = boxes.filter((box) => overlap(span, box));
  const gap = to.x - from.x;
  const candidates: Point[][] = [];
  if (gap >= 2 * STUB) {
    const lead = Math.min(LEAD, gap / 2);
    if (Math.abs(from.y - to.y) < 1) candidates.push([from, { x: to.x, y: from.y }]);
    candidates.push(elbow(from, to, from.x + lead), elbow(from, to, to.x - lead));
    if (isClear(candidates, between)) return cheapest(candidates, between);
    candidates.push(...channels(from, to, between).map((y) => detour({ from, to, lead, y })));
  } else {
    candidates.push(...channels(from, to, between).map((y) => detour({ from, to, lead: LEAD, y })));
  }
  return cheapest(candidates, between);
}

/**
 * The corners of a wire that is led through points: level to beneath or above each, then upright to it; what lies in the
 * way is not avoided, since a person chose the way.
 */
export function routeThrough(from: Point, to: Point, bends: readonly Point[]): Point[] {
  const [first, ...rest] = bends;
  if (!first) return routeWire(from, to, []);
  const route = [from];
  if (first.x >= from.x + STUB) route.push({ x: first.x, y: from.y }, first);
  else route.push({ x: from.x + LEAD, y: from.y }, { x: from.x + LEAD, y: first.y }, first);
  for (const bend of rest) route.push({ x: bend.x, y: route.at(-1)!.y }, bend);
  const last = bends.at(-1)!;
  const turn = last.x <= to.x - STUB ? Math.max(last.x, to.x - LEAD) : to.x - LEAD;
  route.push({ x: turn, y: last.y }, { x: turn, y: to.y }, to);
  return withoutRepeats(route);
}

/** The planned route where both ends still lie where it was planned; a simple one while something is dragged. */
export function cornersOf(
  { from, to, bends = [] }: Omit<WireEnds, "id" | "net">,
  planned: Point[] | undefined,
): Point[] {
  if (bends.length > 0) return routeThrough(from, to, bends);
  return planned && isAt(planned[0], from) && isAt(planned.at(-1), to) ? planned : routeWire(from, to, []);
}

function isAt(a: Point | undefined, b: Point): boolean {
  return a !== undefined && Math.abs(a.x - b.x) < 1.5 && Math.abs(a.y - b.y) < 1.5;
}

/** The piece of a way through points to which a new one belongs: its place among them. */
export function placeOfBend(from: Point, to: Point, { bends, at }: { bends: readonly Point[]; at: Point }): number {
  const stops = [from, ...bends, to];
  const detours = stops
    .slice(1)
    .map((stop, index) => away(stops[index]!, at) + away(at, stop) - away(stops[index]!, stop));
  return detours.indexOf(Math.min(...detours));
}

function away(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function elbow(from: Point, to: Point, x: number): Point[] {
  return withoutRepeats([from, { x, y: from.y }, { x, y: to.y }, to]);
}

function detour({ from, to, lead, y }: { from: Point; to: Point; lead: number; y: number }): Point[] {
  const out = from.x + lead;
  const back = to.x - lead;
  return withoutRepeats([from, { x: out, y: from.y }, { x: out, y }, { x: back, y }, { x: back, y: to.y }, to]);
}

/** Levels at which a wire may pass along above or below the nodes in its way. */
function channels(from: Point, to: Point, boxes: readonly Box[]): number[] {
  const levels = [(from.y + to.y) / 2];
  for (const { y, height } of boxes) levels.push(y - CLEARANCE, y + height + CLEARANCE);
  const away = (level: number) => Math.abs(level - from.y) + Math.abs(level - to.y);
  return [...new Set(levels)].sort((a, b) => away(a) - away(b)).slice(0, 16);
}

function isClear(routes: Point[][], boxes: readonly Box[]): boolean {
  return routes.some((route) => countCrossings(route, boxes) === 0);
}

function cheapest(routes: Point[][], boxes: readonly Box[]): Point[] {
  const costs = routes.map(
    (route) => countCrossings(route, boxes) * CROSSING_COST + lengthOf(route) + route.length * BEND_COST,
  );
  return routes[costs.indexOf(Math.min(...costs))]!;
}

function countCrossings(route: Point[], boxes: readonly Box[]): number {
  let crossings = 0;
  for (let index = 1; index < route.length; index++) {
    const a = route[index - 1]!;
    const b = route[index]!;
    const span = {
      x: Math.min(a.x, b.x),
      y: Math.min(a.y, b.y),
      width: Math.abs(a.x - b.x),
      height: Math.abs(a.y - b.y),
    };
    for (const box of boxes) if (overlap(span, box)) crossings++;
  }
  return crossings;
}

/** One pixel of a box does not count: a wire begins and ends on the borders of its nodes. */
function overlap(span: Box, { x, y, width, height }: Box): boolean {
  return (
    x + 1 < span.x + span.width && x + width - 1 > span.x && y + 1 < span.y + span.height + 1 && y + height > span.y
  );
}

/** A few nodes wide and high: a wire to the next column looks into some of these instead of at all boxes. */
const CELL = 512;

/** Finds the boxes that a wire could meet without looking at those elsewhere on the canvas; a few more may be among them. */
export function boxesByPlace(boxes: readonly Box[]): (from: Point, to: Point) => Box[] {
  const cells = new Map<string, number[]>();
  boxes.forEach((box, index) => {
    for (const key of cellsOf(box)) {
      const cell = cells.get(key);
      if (cell) cell.push(index);
      else cells.set(key, [index]);
    }
  });
  return (from, to) => {
    const near = new Set<number>();
    for (const key of cellsOf(spanOf(from, to))) for (const index of cells.get(key) ?? []) near.add(index);
    // In their order, since of two ways round that cost the same the first is taken.
    return [...near].sort((a, b) => a - b).map((index) => boxes[index]!);
  };
}

function cellsOf({ x, y, width, height }: Box): string[] {
  const keys: string[] = [];
  for (let column = Math.floor(x / CELL); column <= Math.floor((x + width) / CELL); column++) {
    for (let row = Math.floor((y - 1) / CELL); row <= Math.floor((y + height + 1) / CELL); row++) {
      keys.push(`${column} ${row}`);
    }
  }
  return keys;
}

/** All that a route between the two could touch. */
function spanOf(from: Point, to: Point): Box {
  const reach = 400;
  const x = Math.min(from.x, to.x - LEAD);
  const y = Math.min(from.y, to.y) - reach;
  return { x, y, width: Math.max(from.x + LEAD, to.x) - x, height: Math.abs(from.y - to.y) + 2 * reach };
}

export function lengthOf(route: Point[]): number {
  let length = 0;
  for (let index = 1; index < route.length; index++) {
    length += Math.abs(route[index]!.x - route[index - 1]!.x) + Math.abs(route[index]!.y - route[index - 1]!.y);
  }
  return length;
}

function withoutRepeats(route: Point[]): Point[] {
  return route.filter((point, index) => {
    const last = route[index - 1];
    return !last || Math.abs(last.x - point.x) + Math.abs(last.y - point.y) > 0.5;
  });
}
