import type { NodeLibrary } from "#graph/define-node";
import { matchPorts, type PortPair } from "#graph/match-ports";
import { portsOf } from "#graph/ports-of";
import type { RunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import type { SubGraphs } from "#graph/sub-graphs";
import { nodeAt, subGraphOf } from "#graph/sub-graphs";
import { stepRows, type StepRow } from "../runs/step-row.ts";

/** A run with the state that is shown of it. */
export type ComparedRun = { graph: Graph; subGraphs: SubGraphs; state: RunState };

export type ComparedStep = { nodeId: string; title: string; a: StepRow | null; b: StepRow | null };
/** `isInput`: what the workflow was given. */
export type ComparedPort = PortPair & { key: string; title: string; label: string; isInput: boolean };

/** The steps of both runs in the order in which B runs them; those that only A has come last. */
export function comparedSteps(a: ComparedRun, b: ComparedRun, library: NodeLibrary): ComparedStep[] {
  const [before, after] = [a, b].map(
    ({ graph, subGraphs, state }) =>
      new Map(stepRows(graph, library, state, { subGraphs }).map((row) => [row.nodeId, row])),
  );
  return [...new Set([...after!.keys(), ...before!.keys()])].map((nodeId) => {
    const [one, other] = [before!.get(nodeId) ?? null, after!.get(nodeId) ?? null];
    // Two kinds of step may happen to have one id, as in copies of two templates.
    const types = [a, b].map(({ graph, subGraphs }) => nodeAt(graph, subGraphs, nodeId)?.node.type);
    const isOther = one && other && types[0] !== types[1] && one.title !== other.title;
    const title = isOther ? `${one.title} → ${other.title}` : (other ?? one)!.title;
    return { nodeId, title, a: one, b: other };
  });
}

/** The ports of both runs in the order of their steps. */
export function comparedPorts(
  a: ComparedRun,
  b: ComparedRun,
  { steps, library }: { steps: readonly ComparedStep[]; library: NodeLibrary },
): ComparedPort[] {
  const order = new Map(steps.map(({ nodeId }, place) => [nodeId, place]));
  const titles = new Map(steps.map(({ nodeId, title }) => [nodeId, title]));
  return matchPorts(a.state, b.state)
    .map((pair) => ({
      ...pair,
      key: `${pair.nodeId}.${pair.port}`,
      title: titles.get(pair.nodeId) ?? pair.nodeId,
      isInput: (b.graph.nodes[pair.nodeId] ?? a.graph.nodes[pair.nodeId])?.type === "workflow-input",
      label: labelOf(b, library, pair) ?? labelOf(a, library, pair) ?? pair.port,
    }))
    .toSorted((one, other) => (order.get(one.nodeId) ?? Infinity) - (order.get(other.nodeId) ?? Infinity));
}

function labelOf({ graph, subGraphs }: ComparedRun, library: NodeLibrary, { nodeId, port }: PortPair): string | null {
  let within: Graph | undefined = graph;
  const path = nodeId.split("/");
  for (const outer of path.slice(0, -1)) {
    const node: Graph["nodes"][string] | undefined = within?.nodes[outer];
    within = node && subGraphOf(node, subGraphs)?.graph;
  }
  const node = within?.nodes[path.at(-1)!];
  const definition = node && library[node.type];
  return (definition && portsOf(node, definition).outputs[port]?.label) ?? null;
}

/** Why nothing went through a port in one of the runs. */
export function absenceWords(step: StepRow | null): string {
  if (!step) return "This run does not have the step.";
  if (step.status === "failed")
    return step.node.failure ? `The step failed: ${step.node.failure.message}` : "The step failed.";
  if (step.status === "succeeded" || step.status === "cached") return "The step gave nothing at this port.";
  return `${step.words}.`;
}
