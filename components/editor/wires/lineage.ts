import type { Graph } from "#graph/schema";
import type { EditorState, Selection } from "../editor-store.ts";
import { readersOf, sourcesOf } from "./wiring-of.ts";

/** The nodes themselves and all that they depend on. */
export function upstreamOf(graph: Graph, nodeIds: Iterable<string>): Set<string> {
  return reached(graph, nodeIds, (id) => sourcesOf(graph, id));
}

/** The nodes themselves and all that depends on them. */
export function downstreamOf(graph: Graph, nodeIds: Iterable<string>): Set<string> {
  return reached(graph, nodeIds, (id) => readersOf(graph, id));
}

/** The nodes themselves and all that any path of wires leads to, whichever way. */
export function connectedTo(graph: Graph, nodeIds: Iterable<string>): Set<string> {
  return reached(graph, nodeIds, (id) => [...sourcesOf(graph, id), ...readersOf(graph, id)]);
}

function reached(graph: Graph, nodeIds: Iterable<string>, next: (id: string) => string[]): Set<string> {
  const seen = new Set([...nodeIds].filter((id) => graph.nodes[id]));
  // The set grows while it is walked.
  for (const id of seen) for (const other of next(id)) if (graph.nodes[other]) seen.add(other);
  return seen;
}

type Lineage = { nodes: ReadonlySet<string>; edges: ReadonlySet<string>; before: number; after: number };
const cache = new WeakMap<Selection, { graph: Graph; lineage: Lineage | null }>();

/** All through which values come to what is selected, and all that they go on to; null where nothing with wires is selected. */
export function lineageOf({ graph, selection }: Pick<EditorState, "graph" | "selection">): Lineage | null {
  const known = cache.get(selection);
  if (known?.graph === graph) return known.lineage;
  const lineage = findLineage(graph, selection);
  cache.set(selection, { graph, lineage });
  return lineage;
}

function findLineage(graph: Graph, selection: Selection): Lineage | null {
  const chosen = [...selection].filter((id) => graph.nodes[id]);
  const wires = [...selection].flatMap((id) => graph.edges[id] ?? []);
  if (chosen.length + wires.length === 0) return null;
  const up = upstreamOf(graph, [...chosen, ...wires.map(({ from }) => from.node)]);
  const down = downstreamOf(graph, [...chosen, ...wires.map(({ to }) => to.node)]);
  const edges = new Set(wires.map(({ id }) => id));
  for (const { id, from, to } of Object.values(graph.edges)) {
    if ((up.has(from.node) && up.has(to.node)) || (down.has(from.node) && down.has(to.node))) edges.add(id);
  }
  const own = new Set(chosen);
  const others = (nodes: ReadonlySet<string>) => [...nodes].filter((id) => !own.has(id)).length;
  return { nodes: new Set([...up, ...down]), edges, before: others(up), after: others(down) };
}

/** Whether a node stands back while the lineage of the selection is lit up. */
export function isNodeOffTrace(state: EditorState, nodeId: string): boolean {
  return state.isTracing && lineageOf(state)?.nodes.has(nodeId) === false;
}

export function isEdgeOffTrace(state: EditorState, edgeId: string): boolean {
  return state.isTracing && lineageOf(state)?.edges.has(edgeId) === false;
}
