import type { NodeLibrary } from "./define-node.ts";
import { findProblems } from "./find-problems.ts";
import { portsOf } from "./ports-of.ts";
import type { Problem } from "./problems.ts";
import type { PlacesInRun, RunPart } from "./run-part.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import type { ValueSource } from "./run-events.ts";
import type { Graph } from "./schema.ts";
import type { SubGraphs } from "./sub-graphs.ts";
import { titleOf } from "./title-of.ts";
import { topologyOf } from "./topology.ts";

/** What an earlier run left at the nodes whose values are taken over. */
export type EarlierSteps = Readonly<
  Record<string, { outputs: Readonly<Record<string, RecordedFlow>>; from: ValueSource }>
>;

/** The errors that keep a part of a workflow from running; those of nodes that have no place in it do not. */
export function partProblems(
  whole: Graph,
  library: NodeLibrary,
  {
    part,
    places,
    earlier = {},
    subGraphs,
  }: { part: RunPart; places: PlacesInRun; earlier?: EarlierSteps; subGraphs?: SubGraphs | undefined },
): Problem[] {
  const graph = upstreamOf(withEarlier(whole, { places, earlier }), places);
  const errors = findProblems(graph, library, subGraphs).filter(({ severity, code, nodeId, port }) => {
    if (severity !== "error") return false;
    if (nodeId === undefined || code === "cycle" || places.runs.has(nodeId)) return true;
    return code === "bad-pin" && port !== undefined && whole.nodes[nodeId]?.pins?.[port] !== undefined;
  });
  const missing = places.missing.map((end) => missingValue(whole, library, end));
  const pinned = part.kind === "only" && places.runs.size === 0 ? [pinnedAlone(whole, library, part.node)] : [];
  return [...pinned, ...errors, ...missing];
}

/** The graph with what is taken over pinned: from there on it is judged and typed by what those values are. */
export function withEarlier(graph: Graph, { places, earlier }: { places: PlacesInRun; earlier: EarlierSteps }): Graph {
  if (places.earlier.size === 0) return graph;
  const pinned = [...places.earlier].flatMap((id) => {
    const node = graph.nodes[id];
    const outputs = { ...earlier[id]?.outputs, ...node?.pins };
    return node && Object.keys(outputs).length > 0 ? [[id, { ...node, pins: outputs }] as const] : [];
  });
  return { ...graph, nodes: { ...graph.nodes, ...Object.fromEntries(pinned) } };
}

const cache = new WeakMap<Graph, { places: PlacesInRun; part: Graph }>();

/**
 * What takes part and everything above it, however far away, with the edges that arrive there: types and lists are
 * followed from the top, also through nodes that do not run.
 */
export function upstreamOf(graph: Graph, places: PlacesInRun): Graph {
  const known = cache.get(graph);
  if (known?.places === places) return known.part;
  const { incoming } = topologyOf(graph);
  const needed = new Set([...places.runs, ...places.gives]);
  for (const id of needed) {
    for (const { from } of incoming.get(id)?.values() ?? [])
      if (Object.hasOwn(graph.nodes, from.node)) needed.add(from.node);
  }
  const part =
    needed.size === Object.keys(graph.nodes).length
      ? graph
      : {
          ...graph,
          nodes: Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => needed.has(id))),
          edges: Object.fromEntries(Object.entries(graph.edges).filter(([, { to }]) => needed.has(to.node))),
        };
  cache.set(graph, { places, part });
  return part;
}

function missingValue(
  graph: Graph,
  library: NodeLibrary,
  { node: nodeId, port }: { node: string; port: string },
): Problem {
  const node = graph.nodes[nodeId]!;
  const definition = library[node.type];
  const label = (definition && portsOf(node, definition).outputs[port]?.label) ?? port;
  const title = titleOf(node, library);
  const message = `No earlier run has a value of "${label}" from "${title}". Run up to "${title}" first, or pin a value there.`;
  return { code: "no-earlier-value", severity: "error", nodeId, port, message };
}

function pinnedAlone(graph: Graph, library: NodeLibrary, nodeId: string): Problem {
  const title = titleOf(graph.nodes[nodeId]!, library);
  const message = `"${title}" does not run, because its outputs are pinned. Unpin them to run it alone.`;
  return { code: "pinned", severity: "error", nodeId, message };
}
