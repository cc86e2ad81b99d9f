import type { NodeLibrary } from "../define-node.ts";
import { portsOf } from "../ports-of.ts";
import { portAt, typeGiven } from "../rank-ports.ts";
import type { Graph, GraphEdge } from "../schema.ts";
import { boundaryName, distinctNames } from "./boundary-names.ts";

/** A wire that crosses the border of the part; all wires of one output are one input, or one output, of the new workflow. */
export type Crossing = { name: string; from: GraphEdge["from"]; edges: GraphEdge[] };
export type Crossings = { inputs: Crossing[]; outputs: Crossing[] };

/** Nodes outside that read from the part, through whatever, and from which the part reads. */
export function nodesBetween(graph: Graph, part: ReadonlySet<string>): string[] {
  const edges = Object.values(graph.edges);
  const after = reached(part, edges, ({ from, to }) => [from.node, to.node]);
  const before = reached(part, edges, ({ from, to }) => [to.node, from.node]);
  return [...after].filter((id) => before.has(id) && !part.has(id) && graph.nodes[id]);
}

function reached(
  start: ReadonlySet<string>,
  edges: readonly GraphEdge[],
  step: (edge: GraphEdge) => [from: string, to: string],
): Set<string> {
  const next = new Map<string, string[]>();
  for (const [from, to] of edges.map(step)) {
    const known = next.get(from);
    if (known) known.push(to);
    else next.set(from, [to]);
  }
  const seen = new Set(start);
  // The set grows while it is walked.
  for (const id of seen) for (const other of next.get(id) ?? []) seen.add(other);
  return seen;
}

/** Where wires cross the border of a part of a graph, with fitting names. */
export function crossingsOf(graph: Graph, library: NodeLibrary, part: ReadonlySet<string>): Crossings {
  const all = Object.values(graph.edges).filter(({ from, to }) => graph.nodes[from.node] && graph.nodes[to.node]);
  const entering = all.filter(({ from, to }) => !part.has(from.node) && part.has(to.node));
  const leaving = all.filter(({ from, to }) => part.has(from.node) && !part.has(to.node));
  const outputs = grouped(graph, library, leaving, "output");
  return {
    inputs: grouped(graph, library, entering, "input"),
    // A part that nothing reads from still shows what came of it.
    outputs: outputs.length > 0 ? outputs : lastOutputs(graph, library, part),
  };
}

function grouped(graph: Graph, library: NodeLibrary, edges: GraphEdge[], side: "input" | "output"): Crossing[] {
  const bySource = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const key = `${edge.from.node} ${edge.from.port}`;
    bySource.set(key, [...(bySource.get(key) ?? []), edge]);
  }
  const groups = [...bySource.values()];
  const names = distinctNames(
    groups.map((group) => {
      // Of an output that goes to an output of the workflow around it, among others, that one's name is the best.
      const named = group.find(({ to }) => graph.nodes[to.node]?.type === "workflow-output") ?? group[0]!;
      return boundaryName(graph, library, { ...named, side });
    }),
  );
  return groups.map((group, index) => ({ name: names[index]!, from: group[0]!.from, edges: group }));
}

function lastOutputs(graph: Graph, library: NodeLibrary, part: ReadonlySet<string>): Crossing[] {
  const read = new Set(Object.values(graph.edges).map(({ from }) => from.node));
  const ends = [...part].flatMap((id) => {
    const node = graph.nodes[id]!;
    const definition = library[node.type];
    if (read.has(id) || !definition || node.disabled === true) return [];
    return Object.keys(portsOf(node, definition).outputs).map((port) => ({ node: id, port }));
  });
  const names = distinctNames(
    ends.map((from) => boundaryName(graph, library, { from, to: { node: "", port: "" }, side: "output" })),
  );
  return ends.map((from, index) => ({ name: names[index]!, from, edges: [] }));
}

/** The kind that flows into the part there; null where nothing says it. */
export function kindAt(graph: Graph, library: NodeLibrary, { from, edges }: Pick<Crossing, "from" | "edges">) {
  const ports = edges.map(({ to }) => portAt(graph, library, { end: to, side: "inputs" })?.type);
  const types = [typeGiven(graph, library, from), ...ports];
  return types.find((type) => type && type.kind !== "any")?.kind ?? null;
}
