import type { RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import type { Card } from "../nodes/card-of.ts";
import { kindOf } from "../adding/over-image.ts";
import { wiringOf } from "../wires/wiring-of.ts";

/** The value that stands for a node: what came out, pictures and tables before the rest; for an output node what went in. */
export function shownValue(
  graph: Graph,
  nodes: Readonly<Record<string, NodeRunState>>,
  { card, nodeId }: { card: Card; nodeId: string },
): { record: RecordedFlow; nodeId: string } | undefined {
  const run = nodes[nodeId];
  if (!run) return undefined;
  if (card.outputs.length === 0) {
    const from = wiringOf(graph).incoming.get(nodeId)?.values().next().value?.from;
    const record = from && run.status === "succeeded" ? nodes[from.node]?.outputs[from.port] : undefined;
    return from && record && { record, nodeId: from.node };
  }
  const fired = card.outputs.flatMap(([name]) => run.outputs[name] ?? []);
  const record = fired.find((flow) => rank(flow) === 0) ?? fired[0];
  return record && { record, nodeId };
}

function rank(flow: RecordedFlow): number {
  return ["image", "mask", "table"].includes(kindOf(flow) ?? "") ? 0 : 1;
}
