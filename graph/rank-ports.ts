import type { NodeLibrary } from "./define-node.ts";
import { fitTypes } from "./fit-types.ts";
import { inferTypes } from "./infer-types.ts";
import type { Port, PortType, Ports } from "./kinds.ts";
import { portsOf } from "./ports-of.ts";
import type { Graph, GraphEdge } from "./schema.ts";

const anyType: PortType = { kind: "any" };

/** Names of the inputs that take the type by themselves: those of its very kind first, needed ones before optional ones. */
export function inputsTaking(inputs: Ports, given: PortType): string[] {
  return ranked(inputs, { kind: given.kind, fits: ({ type }) => fitTypes(given, type) === null });
}

/** Names of the outputs that an input of the type takes: those of its very kind first. */
export function outputsGiving(outputs: Ports, wanted: PortType): string[] {
  return ranked(outputs, { kind: wanted.kind, fits: ({ type }) => fitTypes(type, wanted) === null });
}

function ranked(ports: Ports, { kind, fits }: { kind: PortType["kind"]; fits: (port: Port) => boolean }): string[] {
  const rank = ({ type, optional }: Port) => (type.kind === kind ? 0 : 2) + (optional ? 1 : 0);
  return Object.entries(ports)
    .filter(([, port]) => fits(port))
    .sort(([, a], [, b]) => rank(a) - rank(b))
    .map(([name]) => name);
}

/** What an output gives in this graph; null where there is no such port. Nodes of an unknown type may give anything. */
export function typeGiven(graph: Graph, library: NodeLibrary, from: GraphEdge["from"]): PortType | null {
  const inferred = inferTypes(graph, library).get(from.node)?.outputs[from.port]?.type;
  return inferred ?? portAt(graph, library, { end: from, side: "outputs" })?.type ?? null;
}

/** The port at one end of an edge; null where there is none. Nodes of an unknown type have whatever port an edge names. */
export function portAt(
  graph: Graph,
  library: NodeLibrary,
  { end, side }: { end: GraphEdge["from"]; side: "inputs" | "outputs" },
): Port | null {
  const node = graph.nodes[end.node];
  if (!node) return null;
  const definition = library[node.type];
  if (!definition) return { label: end.port, type: anyType };
  const ports = portsOf(node, definition)[side];
  return (Object.hasOwn(ports, end.port) && ports[end.port]) || null;
}
