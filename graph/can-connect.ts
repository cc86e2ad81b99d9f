import type { AnyNodeDefinition, NodeLibrary } from "./define-node.ts";
import { fitTypes } from "./fit-types.ts";
import { inferTypes } from "./infer-types.ts";
import type { Port, PortType } from "./kinds.ts";
import { portsOf } from "./ports-of.ts";
import type { Graph, GraphEdge } from "./schema.ts";
import { isReachable } from "./topology.ts";

export type Connection =
  | { ok: true }
  /** `reason` is a whole sentence; `converters` are node types that, put between, would make it fit. */
  | { ok: false; reason: string; converters: string[] };

/** Whether an edge may go from an output to an input. An edge already at the input would be replaced, so it does not count. */
export function canConnect(
  graph: Graph,
  library: NodeLibrary,
  { from, to }: Pick<GraphEdge, "from" | "to">,
): Connection {
  const source = findPort(graph, library, { end: from, side: "outputs" });
  const target = findPort(graph, library, { end: to, side: "inputs" });
  if (!source || !target) return refuse("One of the two ports is not there any more.");
  if (from.node === to.node) return refuse("A node cannot feed itself.");
  if (isReachable(graph, to.node, from.node)) {
    return refuse(`"${target.title}" already feeds "${source.title}", so this edge would close a cycle.`);
  }
  const connected = withEdge(graph, { from, to });
  const refusal = inferTypes(connected, library)
    .get(to.node)
    ?.refusals.find(({ port }) => port === to.port);
  if (!refusal) return { ok: true };
  const given = inferTypes(graph, library).get(from.node)?.outputs[from.port]?.type ?? source.port.type;
  const doesFit = fitTypes(given, target.port.type) === null;
  return {
    ok: false,
    reason: `"${target.port.label}" ${refusal.reason}.`,
    converters: doesFit ? [] : findConverters(library, given, target.port.type),
  };
}

/** The graph as it would be: judged whole, because a port may follow the kinds and lists of its neighbours. */
function withEdge(graph: Graph, { from, to }: Pick<GraphEdge, "from" | "to">): Graph {
  const others = Object.entries(graph.edges).filter(([, edge]) => edge.to.node !== to.node || edge.to.port !== to.port);
  return { ...graph, edges: { ...Object.fromEntries(others), "new-edge": { id: "new-edge", from, to } } };
}

function refuse(reason: string): Connection {
  return { ok: false, reason, converters: [] };
}

function findPort(
  graph: Graph,
  library: NodeLibrary,
  { end, side }: { end: { node: string; port: string }; side: "inputs" | "outputs" },
): { port: Port; title: string } | null {
  const node = graph.nodes[end.node];
  const definition = node && library[node.type];
  if (!definition) return null;
  const ports: Record<string, Port> = portsOf(node, definition)[side];
  const port = Object.hasOwn(ports, end.port) ? ports[end.port] : undefined;
  return port ? { port, title: node.title ?? definition.title } : null;
}

/** Node types that take `from` and give `to`. Generic ones (merge, if) change nothing, so they do not count. */
export function findConverters(library: NodeLibrary, from: PortType, to: PortType): string[] {
  const converts = ({ inputs, outputs }: AnyNodeDefinition) =>
    Object.values(inputs).some(({ type }) => type.kind !== "any" && fitTypes(from, type) === null) &&
    Object.values(outputs).some(({ type }) => type.kind !== "any" && fitTypes(type, to) === null);
  return Object.values(library)
    .filter(converts)
    .map(({ type }) => type);
}
