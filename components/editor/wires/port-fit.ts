import { canConnect } from "#graph/can-connect";
import type { Connection } from "#graph/can-connect";
import { fitTypes } from "#graph/fit-types";
import { inferTypes } from "#graph/infer-types";
import type { PortType } from "#graph/kinds";
import type { Graph } from "#graph/schema";
import { cardOf } from "../nodes/card-of.ts";
import type { EditorState, PortEnd } from "../editor-store.ts";
import { readersOf, sourcesOf } from "./wiring-of.ts";

/** How a port looks while a wire is drawn from another: where it starts, where it may end, where not. */
export type PortFit = "origin" | "fits" | "refused";

/**
 * A quick answer for every port on the screen: kinds, shapes and cycles. Lists and what follows further down the graph
 * are asked of `connectionOf` when the wire is over the port.
 */
export function portFit(state: EditorState, end: PortEnd): PortFit | null {
  const origin = state.connecting;
  if (!origin) return null;
  if (origin.node === end.node && origin.port === end.port && origin.side === end.side) return "origin";
  if (origin.side === end.side || nodesBeyond(state.graph, origin).has(end.node)) return "refused";
  const [from, to] = origin.side === "output" ? [origin, end] : [end, origin];
  const given = outputType(state, from);
  const wanted = portOf(state, to)?.type;
  return given && wanted && fitTypes(given, wanted) === null ? "fits" : "refused";
}

/** The edge that joins two ports, whichever of them was chosen first; null for two of one side. */
export function edgeBetween(a: PortEnd, b: PortEnd) {
  if (a.side === b.side) return null;
  const [from, to] = a.side === "output" ? [a, b] : [b, a];
  return { from: { node: from.node, port: from.port }, to: { node: to.node, port: to.port } };
}

/** The kernel's full answer, with the reason as a sentence and the converters that would mend it. */
export function connectionOf({ graph, library }: EditorState, a: PortEnd, b: PortEnd): Connection {
  const edge = edgeBetween(a, b);
  if (edge) return canConnect(graph, library, edge);
  const reason = a.side === "output" ? "Outputs go into inputs." : "Inputs take outputs.";
  return { ok: false, reason, converters: [] };
}

export function portOf({ graph, library }: EditorState, { node, port, side }: PortEnd) {
  const card = cardOf(graph, library, node);
  return (side === "input" ? card?.inputs : card?.outputs)?.find(([name]) => name === port)?.[1];
}

/** The type that an output gives in this graph: what flows in may decide it. */
export function outputType(state: EditorState, end: PortEnd): PortType | undefined {
  const inferred = inferTypes(state.graph, state.library).get(end.node)?.outputs[end.port]?.type;
  return inferred ?? portOf(state, end)?.type;
}

const beyond = new WeakMap<PortEnd, { graph: Graph; nodes: Set<string> }>();

/** The origin's own node and all whose wires would close a cycle with it. */
export function nodesBeyond(graph: Graph, origin: PortEnd): Set<string> {
  const known = beyond.get(origin);
  if (known?.graph === graph) return known.nodes;
  const next = origin.side === "output" ? sourcesOf : readersOf;
  const nodes = new Set([origin.node]);
  for (const id of nodes) for (const other of next(graph, id)) nodes.add(other);
  beyond.set(origin, { graph, nodes });
  return nodes;
}
