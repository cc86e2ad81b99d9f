import type { RecordedFlow } from "#graph/recorded-values";
import type { RunState } from "#graph/run-events";
import { runWithin } from "#graph/run-within";
import type { GraphEdge } from "#graph/schema";
import { nodeAt } from "#graph/sub-graphs";
import { definitions } from "#nodes/definitions";
import { overImageOf } from "../editor/adding/over-image.ts";
import { cardOf } from "../editor/nodes/card-of.ts";
import type { RunDetails } from "./run-details.ts";
import { stepTitle } from "./step-row.ts";

export type ValueNamed = {
  record: RecordedFlow;
  overImage: RecordedFlow | undefined;
  title: string;
  /** Of the run's own graph, the port that gave it. */
  from?: GraphEdge["from"] | undefined;
};

/** What a step gave at a port, by the name that the address has for it ("find.detections"); null where it gave nothing. */
export function valueNamed(
  { graph, subGraphs }: Pick<RunDetails, "graph" | "subGraphs">,
  run: RunState,
  name: string,
): ValueNamed | null {
  // Both ids may have a "." in them.
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const [path, port] = [name.slice(0, dot), name.slice(dot + 1)];
    const outputs = Object.hasOwn(run.nodes, path) ? run.nodes[path]!.outputs : {};
    const record = Object.hasOwn(outputs, port) ? outputs[port] : undefined;
    const at = record && nodeAt(graph, subGraphs, path);
    if (!record || !at) continue;
    const { nodes } = runWithin(run, path.slice(0, Math.max(0, path.lastIndexOf("/"))));
    const card = cardOf(at.graph, definitions, at.node.id);
    const label = card?.outputs.find(([output]) => output === port)?.[1].label ?? port;
    return {
      record,
      overImage: overImageOf(at.graph, nodes, { nodeId: at.node.id, record }),
      from: at.graph === graph ? { node: path, port } : undefined,
      title: `${stepTitle(at.graph, definitions, at.node.id)}, ${label}`,
    };
  }
  return null;
}
