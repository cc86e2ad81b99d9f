import type { GraphEdge } from "#graph/schema";
import { cardOf, portOffset } from "../nodes/card-of.ts";
import type { CanvasEdge, CanvasNode, CanvasRecords } from "../canvas/canvas-records.ts";
import { recordId } from "../editor-store.ts";
import type { EditorState } from "../editor-store.ts";
import { foldedCard, foldedPortOffset } from "../structure/folded.ts";
import { routeWires } from "./wire-lanes.ts";
import type { Box, Point, WireEnds } from "./wire-route.ts";

const noRoutes: ReadonlyMap<string, Point[]> = new Map();

/**
 * Plans the corners of all wires from where nodes lie and how large they are. Notes and frames are no obstacles. A wire that
 * runs as in `before` keeps its corners, so that only those that have moved are drawn anew.
 */
export function planWires(
  { nodes, edges }: CanvasRecords,
  { graph, library }: EditorState,
  before: ReadonlyMap<string, Point[]> = noRoutes,
): Map<string, Point[]> {
  const places = placesOf(nodes);
  const wires = edges.flatMap((edge) => wireEnds({ graph, library }, edge, places) ?? []);
  const boxes = [...places.values()].map(boxOf);
  const routes = routeWires(wires, boxes);
  for (const [id, corners] of routes) {
    const old = before.get(id);
    if (old && isSameWay(old, corners)) routes.set(id, old);
  }
  return routes;
}

/** What wires run between, by its id on the canvas. Notes and frames are no ends. */
export function placesOf(nodes: readonly CanvasNode[]): Map<string, CanvasNode> {
  return new Map(nodes.flatMap((node) => (node.type === "card" || node.type === "folded" ? [[node.id, node]] : [])));
}

/** Where a wire begins and ends on the canvas; null where one of its ports is not there. */
export function wireEnds(
  state: Pick<EditorState, "graph" | "library">,
  { id, source, target, sourceHandle, targetHandle, data }: CanvasEdge,
  places: ReadonlyMap<string, CanvasNode>,
): WireEnds | null {
  const from = places.get(source)?.position;
  const to = places.get(target)?.position;
  const out = offsetAt(state, { id: source, side: "output", port: sourceHandle ?? "" });
  const into = offsetAt(state, { id: target, side: "input", port: targetHandle ?? "" });
  if (!from || !to || !out || !into) return null;
  return {
    id,
    net: `${source}.${sourceHandle}`,
    from: { x: from.x + out.x, y: from.y + out.y },
    to: { x: to.x + into.x, y: to.y + into.y },
    bends: bendsOf(data?.record, { source, target }),
  };
}

function isSameWay(a: readonly Point[], b: readonly Point[]): boolean {
  return a.length === b.length && a.every(({ x, y }, index) => x === b[index]!.x && y === b[index]!.y);
}

/** Where an end is folded away, the way that was chosen leads nowhere. */
export function bendsOf(
  record: GraphEdge | undefined,
  { source, target }: { source: string; target: string },
): readonly Point[] | undefined {
  return record && record.from.node === source && record.to.node === target ? record.bends : undefined;
}

function offsetAt(
  { graph, library }: Pick<EditorState, "graph" | "library">,
  { id, side, port }: { id: string; side: "input" | "output"; port: string },
): Point | null {
  if (id.startsWith("frame:")) return foldedPortOffset(foldedCard(graph, library, recordId(id)), { side, key: port });
  const card = cardOf(graph, library, id);
  return card && portOffset(card, { side, port });
}

/** Measured where the browser has drawn it, estimated where not. */
export function boxOf({ position, measured, initialWidth, initialHeight, width, height }: CanvasNode): Box {
  return {
    ...position,
    width: measured?.width ?? width ?? initialWidth ?? 0,
    height: measured?.height ?? height ?? initialHeight ?? 0,
  };
}

/** The box with room for the value that a run will show in it. */
export function roomBoxOf(node: CanvasNode): Box {
  const box = boxOf(node);
  return { ...box, height: Math.max(box.height, node.initialHeight ?? 0) };
}
