import type { RunState } from "#graph/run-events";
import type { CanvasEdge, CanvasNode, CanvasRecords } from "../canvas/canvas-records.ts";
import type { EditorState } from "../editor-store.ts";
import { flowOf, lookAttributes, wireLook } from "./wire-look.ts";
import { wirePath } from "./wire-path.ts";
import { placesOf, wireEnds } from "./wire-planner.ts";
import { cornersOf } from "./wire-route.ts";
import type { Point } from "./wire-route.ts";

/** Wires that look alike, for one element. */
export type WireGroup = {
  key: string;
  attributes: ReturnType<typeof lookAttributes> & { "data-chosen": true | undefined };
  /** SVG path data. Several, since a browser draws again all of a path of which a corner is seen. */
  paths: string[];
};

const WIRES_PER_PATH = 32;

type Drawn = { edge: CanvasEdge; source: CanvasNode; target: CanvasNode; planned: Point[] | undefined; path: string };

/** Draws all wires for who looks from afar; what has not moved since the last time is not drawn anew. */
export function createFarDrawing() {
  let drawn = new Map<string, Drawn>();
  return function draw(
    { nodes, edges }: CanvasRecords,
    { state, run, routes }: { state: EditorState; run: RunState | null; routes: ReadonlyMap<string, Point[]> },
  ): WireGroup[] {
    const places = placesOf(nodes);
    const before = drawn;
    drawn = new Map();
    const groups = new Map<string, { attributes: WireGroup["attributes"]; pieces: string[] }>();
    for (const edge of edges) {
      const source = places.get(edge.source);
      const target = places.get(edge.target);
      const record = edge.data?.record;
      if (!source || !target || !record) continue;
      const planned = routes.get(edge.id);
      const last = before.get(edge.id);
      const isAsBefore =
        last?.source === source && last.target === target && last.planned === planned && last.edge === edge;
      let path = isAsBefore ? last.path : null;
      if (path === null) {
        const ends = wireEnds(state, edge, places);
        if (!ends) continue;
        path = wirePath(cornersOf(ends, planned));
      }
      drawn.set(edge.id, { edge, source, target, planned, path });
      const attributes = {
        ...lookAttributes(wireLook(state, record), flowOf(run, record)),
        "data-chosen": edge.selected || undefined,
      };
      // Those that go along with what is dragged apart, so that the others stay as they are.
      const goesAlong = source.selected === true || target.selected === true;
      const key = [...Object.values(attributes), goesAlong].join(" ");
      const group = groups.get(key);
      if (group) group.pieces.push(path);
      else groups.set(key, { attributes, pieces: [path] });
    }
    return [...groups].map(([key, { attributes, pieces }]) => ({ key, attributes, paths: joined(pieces) }));
  };
}

function joined(pieces: readonly string[]): string[] {
  const count = Math.ceil(pieces.length / WIRES_PER_PATH);
  return Array.from({ length: count }, (_, index) =>
    pieces.slice(index * WIRES_PER_PATH, (index + 1) * WIRES_PER_PATH).join(""),
  );
}
