import { boxesByPlace, routeThrough, routeWire } from "./wire-route.ts";
import type { Box, Point, WireEnds } from "./wire-route.ts";

/** Distance of wires that run side by side. */
const LANE = 9;
/** Upright parts nearer than this lie in one gutter; level ones in one channel. */
const SAME_GUTTER = 22;
/** A gutter is 58 wide: more lanes than fit are pressed together. */
const GUTTER_ROOM = 40;

/** The inner piece of a route that may be pushed sideways: from corner `index` to the next. */
type Piece = { wire: WireEnds; route: Point[]; index: number; at: number; low: number; high: number; rank: number };

/** The corners of each wire by its id. Wires of different outputs that would lie on one another run side by side. */
export function routeWires(wires: readonly WireEnds[], boxes: readonly Box[]): Map<string, Point[]> {
  const near = boxesByPlace(boxes);
  const routes = new Map(
    wires.map(({ id, from, to, bends }) => {
      const route = bends ? routeThrough(from, to, bends) : routeWire(from, to, near(from, to));
      return [id, route.map((point) => ({ ...point }))];
    }),
  );
  const upright: Piece[] = [];
  const level: Piece[] = [];
  for (const wire of wires) {
    if (wire.bends) continue;
    const route = routes.get(wire.id)!;
    for (let index = 1; index < route.length - 2; index++) {
      const a = route[index]!;
      const b = route[index + 1]!;
      const isUpright = Math.abs(a.x - b.x) < 0.5;
      if (isUpright) upright.push(pieceOf({ wire, route, index, at: a.x, ends: [a.y, b.y] }));
      else level.push(pieceOf({ wire, route, index, at: a.y, ends: [a.x, b.x] }));
    }
  }
  spread(upright, "x");
  spread(level, "y");
  return routes;
}

function pieceOf(piece: Pick<Piece, "wire" | "route" | "index" | "at"> & { ends: [number, number] }): Piece {
  const [start, end] = piece.ends;
  return {
    ...piece,
    low: Math.min(start, end),
    high: Math.max(start, end),
    // Of wires that go down, the one that starts highest turns last, so that they nest instead of crossing.
    rank: end > start ? -start : start,
  };
}

function spread(pieces: Piece[], axis: "x" | "y"): void {
  for (const gutter of groupNear(pieces)) {
    const lanes = assignLanes(gutter);
    if (lanes.length < 2) continue;
    const middle = gutter.reduce((sum, { at }) => sum + at, 0) / gutter.length;
    const step = Math.min(LANE, GUTTER_ROOM / (lanes.length - 1));
    lanes.forEach((lane, position) => {
      const at = Math.round(middle + (position - (lanes.length - 1) / 2) * step);
      for (const { route, index } of lane) {
        route[index]![axis] = at;
        route[index + 1]![axis] = at;
      }
    });
  }
}

function groupNear(pieces: Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  // Pieces come from left to right, so groups that begin too far back are out of reach of all that follow.
  let reachable = 0;
  for (const piece of pieces.toSorted((a, b) => a.at - b.at || a.low - b.low)) {
    while (reachable < groups.length && piece.at - groups[reachable]![0]!.at >= SAME_GUTTER) reachable++;
    const group = groups
      .slice(reachable)
      .findLast((other) => other.some(({ low, high }) => low - 4 < piece.high && high + 4 > piece.low));
    if (group) group.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

/** First fit: a lane holds pieces of one output, or pieces that do not lie beside one another. */
function assignLanes(gutter: Piece[]): Piece[][] {
  const lanes: Piece[][] = [];
  for (const piece of gutter.toSorted((a, b) => a.rank - b.rank || (a.wire.net < b.wire.net ? -1 : 1))) {
    const lane = lanes.find((others) =>
      others.every(
        ({ wire, low, high }) => wire.net === piece.wire.net || low > piece.high + 4 || high < piece.low - 4,
      ),
    );
    if (lane) lane.push(piece);
    else lanes.push([piece]);
  }
  return lanes;
}
