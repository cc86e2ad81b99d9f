import "#server-only";
import { interfaceNodes } from "../../../graph/interface-nodes.ts";
import type { RecordedFlow } from "../../../graph/recorded-values.ts";
import type { NodeFailure, RunEvent, StepResultRecord } from "../../../graph/run-events.ts";
import type { Graph } from "../../../graph/schema.ts";
import { topologyOf } from "../../../graph/topology.ts";
import { definitions } from "../../../nodes/definitions.ts";
import { createTimeGatherer, type RunTimes } from "./gather-times.ts";
import { deviceTerms, errorTerms, MAX_TERMS, runTerm } from "./run-terms.ts";
import { modelsIn } from "./timed-parts.ts";
import { outputFacts, type RunFacts } from "./value-facts.ts";

export type FactGatherer = {
  add: (event: RunEvent) => void;
  /** How many more steps took their result from the cache than when this was last asked; less, where one ran after all. */
  takeCached: () => number;
  /** What can be found of the run, once it has ended. */
  facts: (failure: NodeFailure | undefined) => RunFacts & RunTimes;
};

/** Follows the events of a run for what queries look for, in constant time an event. `finished` are the steps of earlier attempts. */
export function createFactGatherer(
  graph: Graph | undefined,
  finished: Readonly<Record<string, StepResultRecord>> = {},
): FactGatherer {
  const outputs = graph ? outputsBySource(graph) : new Map<string, { port: string; name: string }[]>();
  const values: Record<string, RecordedFlow> = {};
  const devices = new Set<string>();
  const cached = new Set<string>();
  const times = createTimeGatherer(graph);
  let told = 0;

  function take(nodeId: string, record: Pick<StepResultRecord, "device" | "outputs">) {
    if (record.device) devices.add(record.device);
    for (const { port, name } of outputs.get(nodeId) ?? []) {
      const flow = record.outputs[port];
      if (flow) values[name] = flow;
    }
  }
  for (const [nodeId, record] of Object.entries(finished)) {
    take(nodeId, record);
    times.add(nodeId, record);
  }

  return {
    add(event) {
      if (event.type === "step.reused") take(event.nodeId, event);
      if (event.type === "step.failed") times.add(event.nodeId, event);
      if (event.type !== "step.finished") return;
      take(event.nodeId, event);
      times.add(event.nodeId, event);
      // The node that runs a workflow counts, not the steps in that.
      if (event.nodeId.includes("/")) return;
      if (event.cached) cached.add(event.nodeId);
      else cached.delete(event.nodeId);
    },
    takeCached() {
      const more = cached.size - told;
      told = cached.size;
      return more;
    },
    facts(failure) {
      const { terms, numbers } = outputFacts(values);
      const spent = times.times();
      const all = [
        // One that an expression or an input named is known only now.
        ...modelsIn(spent.computed).map(runTerm.model),
        ...[...devices].flatMap(deviceTerms),
        ...(failure ? errorTerms(`${failure.message} ${failure.kind}`) : []),
        ...terms,
      ];
      return { terms: [...new Set(all)].slice(0, MAX_TERMS), numbers, ...spent };
    },
  };
}

/** By the node that feeds them: the ports whose values are outputs of the workflow. */
function outputsBySource(graph: Graph): Map<string, { port: string; name: string }[]> {
  const found = new Map<string, { port: string; name: string }[]>();
  for (const { node, name } of interfaceNodes(graph, "workflow-output", definitions)) {
    const from = topologyOf(graph).incoming.get(node.id)?.get("value")?.from;
    if (from) found.set(from.node, [...(found.get(from.node) ?? []), { port: from.port, name }]);
  }
  return found;
}
