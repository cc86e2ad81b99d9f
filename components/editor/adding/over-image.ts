import { isRecordedList } from "#graph/recorded-values";
import type { RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import { wiringOf } from "../wires/wiring-of.ts";

const drawnOver = new Set(["detections", "mask", "keypoints"]);

/** The picture on which a node's boxes, masks or points lie: the nearest one upstream of the same nesting. */
export function overImageOf(
  graph: Graph,
  nodes: Readonly<Record<string, NodeRunState>>,
  { nodeId, record }: { nodeId: string; record: RecordedFlow },
): RecordedFlow | undefined {
  if (!drawnOver.has(kindOf(record) ?? "")) return undefined;
  const { incoming } = wiringOf(graph);
  const seen = new Set([nodeId]);
  for (const id of seen) {
    for (const { from } of incoming.get(id)?.values() ?? []) {
      const candidate = nodes[from.node]?.outputs[from.port];
      if (candidate && kindOf(candidate) === "image" && depthOf(candidate) === depthOf(record)) return candidate;
      seen.add(from.node);
    }
  }
  return undefined;
}

export function kindOf(flow: RecordedFlow): string | undefined {
  if (!isRecordedList(flow)) return flow.kind;
  const first = flow.items.find((item) => item !== null);
  return first ? kindOf(first) : undefined;
}

function depthOf(flow: RecordedFlow): number {
  if (!isRecordedList(flow)) return 0;
  const first = flow.items.find((item) => item !== null);
  return 1 + (first ? depthOf(first) : 0);
}
