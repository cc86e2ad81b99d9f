import { inferTypes } from "#graph/infer-types";
import type { NodeLibrary } from "#graph/define-node";
import type { PortType } from "#graph/kinds";
import { isRecordedList } from "#graph/recorded-values";
import type { RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState } from "#graph/run-events";
import type { Graph, GraphEdge } from "#graph/schema";
import type { PortEnd } from "../editor-store.ts";
import { cardOf } from "../nodes/card-of.ts";
import { flowText } from "../running/run-words.ts";
import { wiringOf } from "../wires/wiring-of.ts";

/** The wires at a port. */
export function edgesAt(graph: Graph, { node, port, side }: PortEnd): GraphEdge[] {
  const { incoming, outgoing } = wiringOf(graph);
  if (side === "output") return outgoing.get(node)?.get(port) ?? [];
  const edge = incoming.get(node)?.get(port);
  return edge ? [edge] : [];
}

/** The port at the other end of a wire, as "Resize image · Image". */
export function otherEndWords(
  graph: Graph,
  library: NodeLibrary,
  { edge, side }: { edge: GraphEdge; side: PortEnd["side"] },
): string {
  const end = side === "input" ? edge.from : edge.to;
  const card = cardOf(graph, library, end.node);
  const ports = side === "input" ? card?.outputs : card?.inputs;
  return `${card?.title ?? end.node} · ${ports?.find(([name]) => name === end.port)?.[1].label ?? end.port}`;
}

/** To what a port is wired; for one that is not, whether it has to be. */
export function wiredWords(graph: Graph, library: NodeLibrary, end: PortEnd): string {
  const edges = edgesAt(graph, end);
  if (edges.length > 0) return edges.map((edge) => otherEndWords(graph, library, { edge, side: end.side })).join(", ");
  if (end.side === "output") return "Goes nowhere";
  const port = cardOf(graph, library, end.node)?.inputs.find(([name]) => name === end.port)?.[1];
  return port?.optional ? "Not connected, optional" : "Not connected";
}

/** What a port gives or takes in this graph, and in lists how deep. */
export function typeAt(graph: Graph, library: NodeLibrary, end: PortEnd): { type: PortType; depth: number } {
  const card = cardOf(graph, library, end.node);
  const port = (end.side === "input" ? card?.inputs : card?.outputs)?.find(([name]) => name === end.port)?.[1];
  const types = inferTypes(graph, library).get(end.node);
  const inferred = (end.side === "input" ? types?.inputs : types?.outputs)?.[end.port];
  const type = inferred && inferred.type.kind !== "any" ? inferred.type : port?.type;
  return {
    type: type ?? { kind: "any" },
    depth: inferred?.dims.length ?? (typeof port?.list === "number" ? port.list : 0),
  };
}

/** What a port gave in the run, or took: an input takes what its source gave. */
export function valueAt(
  graph: Graph,
  nodes: Readonly<Record<string, NodeRunState>>,
  end: PortEnd,
): RecordedFlow | undefined {
  if (end.side === "output") return nodes[end.node]?.outputs[end.port];
  const [edge] = edgesAt(graph, end);
  return edge && nodes[edge.from.node]?.outputs[edge.from.port];
}

const MAX_CHARACTERS = 160;
const MAX_ITEMS = 5;

/** A value so that it can be read where no picture of it is seen: texts, numbers and JSON themselves, of the rest how much it is. */
export function valueWords(flow: RecordedFlow): string {
  if (isRecordedList(flow)) {
    const read = flow.items.slice(0, MAX_ITEMS).map((item) => (item ? valueWords(item) : "nothing"));
    const areShort = read.join(", ").length <= MAX_CHARACTERS;
    const more = flow.count > MAX_ITEMS ? ", …" : "";
    return areShort && flow.count > 0 ? `${flowText(flow)}: ${read.join(", ")}${more}` : flowText(flow);
  }
  const { preview } = flow;
  if (preview.kind === "text") return preview.length === 0 ? "empty text" : shortened(preview.text);
  if (preview.kind === "json") return shortened(preview.text);
  if (preview.kind === "classification") {
    return preview.labels
      .slice(0, MAX_ITEMS)
      .map(({ label, probability }) => `${label} ${Math.round(probability * 100)} %`)
      .join(", ");
  }
  return flowText(flow);
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS)}…` : line;
}
