import type { Graph } from "./schema.ts";
import { topologyOf } from "./topology.ts";

/**
 * What of a workflow a run covers: all of it, up to a node, from a node on, or one node alone. "from" and "only" take what
 * comes from above out of an earlier run.
 */
export type RunPart = { kind: "all" } | { kind: "to" | "from" | "only"; node: string };
export const wholePart: RunPart = { kind: "all" };

export type PlacesInRun = {
  /** Nodes that run. */
  runs: ReadonlySet<string>;
  /** Nodes that give values without running: by their pins, or as an earlier run left them. Some of them run as well. */
  gives: ReadonlySet<string>;
  /** Those of `gives` whose unpinned ports an earlier run has to give. */
  earlier: ReadonlySet<string>;
  /** Outputs without a value from an earlier run that the node which was asked for needs. */
  missing: readonly { node: string; port: string }[];
};

/**
 * Which nodes take part. A pinned output needs nothing, so what only it needs has no place. From a node on, what the node
 * itself reads must be there (pinned, or `hasEarlier`); what others further down read beside it runs where it is not.
 */
export function placesInRun(
  graph: Graph,
  part: RunPart,
  hasEarlier: (nodeId: string, port: string) => boolean = () => false,
): PlacesInRun {
  if (part.kind !== "all" && !Object.hasOwn(graph.nodes, part.node)) return nobody;
  const runs = startingNodes(graph, part);
  const gives = new Set<string>();
  const earlier = new Set<string>();
  const missing = new Map<string, { node: string; port: string }>();
  const mayTake = part.kind === "from" || part.kind === "only";
  if (part.kind !== "from") {
    for (const id of runs) {
      if (!isPinnedWhole(graph, id)) continue;
      runs.delete(id);
      gives.add(id);
    }
  }
  const { incoming } = topologyOf(graph);
  // The set grows while it is walked.
  for (const id of runs) {
    for (const { from } of incoming.get(id)?.values() ?? []) {
      const source = graph.nodes[from.node];
      if (!source) continue;
      if (source.pins?.[from.port]) gives.add(source.id);
      else if (runs.has(source.id)) continue;
      // What a bypassed node passes on is taken from behind it: what it gave earlier may be what it computed then.
      else if (mayTake && !source.disabled && hasEarlier(source.id, from.port)) {
        gives.add(source.id);
        earlier.add(source.id);
      } else if (mayTake && !source.disabled && id === part.node) missing.set(`${source.id} ${from.port}`, from);
      else runs.add(source.id);
    }
  }
  return { runs, gives, earlier, missing: [...missing.values()] };
}

const nobody: PlacesInRun = { runs: new Set(), gives: new Set(), earlier: new Set(), missing: [] };

/** Nodes that the part asks for. With "from" also all that the node's values reach, as far as no pin is in their place. */
function startingNodes(graph: Graph, part: RunPart): Set<string> {
  const { cyclic } = topologyOf(graph);
  const readers = readersOf(graph);
  if (part.kind === "all") {
    const ends = Object.keys(graph.nodes).filter((id) => !readers.has(id));
    // Nodes that wait for one another have no end, and must not go unnoticed.
    return new Set([...ends, ...cyclic]);
  }
  if (part.kind !== "from") return new Set([part.node]);
  const reached = new Set([part.node]);
  for (const id of reached) {
    const pins = id === part.node ? undefined : graph.nodes[id]?.pins;
    for (const { port, to } of readers.get(id) ?? []) if (!pins?.[port]) reached.add(to);
  }
  for (const id of reached) if (isPinnedWhole(graph, id)) reached.delete(id);
  return reached;
}

type Reader = { port: string; to: string; input: string };
const readersCache = new WeakMap<Graph, Map<string, Reader[]>>();

/** What reads from each node, port by port. */
export function readersOf(graph: Graph): Map<string, Reader[]> {
  const known = readersCache.get(graph);
  if (known) return known;
  const { nodes, edges } = graph;
  const readers = new Map<string, Reader[]>();
  for (const { from, to } of Object.values(edges)) {
    if (!Object.hasOwn(nodes, to.node)) continue;
    const reader = { port: from.port, to: to.node, input: to.port };
    const ofNode = readers.get(from.node);
    if (ofNode) ofNode.push(reader);
    else readers.set(from.node, [reader]);
  }
  readersCache.set(graph, readers);
  return readers;
}

/** Whether a node does not run because of its pins: it has some, and all its outputs that are read are pinned. */
export function isPinnedWhole(graph: Graph, nodeId: string): boolean {
  const pins = graph.nodes[nodeId]?.pins;
  if (!pins) return false;
  return (readersOf(graph).get(nodeId) ?? []).every(({ port }) => Object.hasOwn(pins, port));
}

const shownPlaces = new WeakMap<Graph, { key: string; nodes: ReadonlySet<string> }>();

/**
 * Nodes with a place in a run as far as the graph tells: earlier values count as there. All of them for a part whose node
 * was deleted since, because that says nothing of those that are left.
 */
export function nodesInRun(graph: Graph, part: RunPart): ReadonlySet<string> {
  const key = part.kind === "all" ? "all" : `${part.kind} ${part.node}`;
  const known = shownPlaces.get(graph);
  if (known?.key === key) return known.nodes;
  const isGone = part.kind !== "all" && !Object.hasOwn(graph.nodes, part.node);
  const { runs, gives } = placesInRun(graph, isGone ? wholePart : part, () => true);
  const nodes = new Set([...runs, ...gives]);
  shownPlaces.set(graph, { key, nodes });
  return nodes;
}

export function isInRun(graph: Graph, part: RunPart, nodeId: string): boolean {
  return nodesInRun(graph, part).has(nodeId);
}
