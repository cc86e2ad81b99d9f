import type { GraphPatch } from "../patch.ts";
import type { RecordedFlow } from "../recorded-values.ts";
import type { Graph, GraphNode } from "../schema.ts";

/** From now on the output gives this value. Whether it fits the output is `pinProblems`' question. */
export function pinPort(
  graph: Graph,
  { nodeId, port, record }: { nodeId: string; port: string; record: RecordedFlow },
): GraphPatch {
  const before = graph.nodes[nodeId];
  if (!before) return {};
  return { nodes: { [nodeId]: { before, after: { ...before, pins: { ...before.pins, [port]: record } } } } };
}

/** The node computes these outputs again; without `ports`, all of them. */
export function unpinPorts(graph: Graph, { nodeId, ports }: { nodeId: string; ports?: readonly string[] }): GraphPatch {
  const before = graph.nodes[nodeId];
  if (!before?.pins) return {};
  const left = Object.entries(before.pins).filter(([port]) => ports !== undefined && !ports.includes(port));
  const { pins: _pins, ...bare } = before;
  const after: GraphNode = left.length > 0 ? { ...bare, pins: Object.fromEntries(left) } : bare;
  return { nodes: { [nodeId]: { before, after } } };
}
