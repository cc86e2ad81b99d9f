import type { Graph } from "#graph/schema";
import type { Point } from "../wires/wire-route.ts";

/** New places by record id, without those of records whose position is locked. */
export function withoutLocked(graph: Graph, places: Readonly<Record<string, Point>>): Record<string, Point> {
  const records = { ...graph.groups, ...graph.notes, ...graph.nodes };
  return Object.fromEntries(Object.entries(places).filter(([id]) => !records[id]?.locked));
}
