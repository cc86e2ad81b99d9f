import { interfaceNodes, paramOf } from "./interface-nodes.ts";
import { interfaceOf, outputSource } from "./interface-of.ts";
import type { NodeLibrary } from "./define-node.ts";
import type { Ports } from "./kinds.ts";
import type { Plan, PlanGate, PlanInput, PlanStep } from "./plan.ts";
import type { Graph, GraphNode } from "./schema.ts";
import type { SubGraph, SubGraphs } from "./sub-graphs.ts";

/** What is known while a graph, or one within it, is planned. */
export type PlanScope = {
  library: NodeLibrary;
  subGraphs: SubGraphs;
  steps: PlanStep[];
  innerSteps: Record<string, number>;
  /** Of the ids of its steps: empty, or the path to the node that runs the graph and a "/". */
  prefix: string;
  /** What steps without a source have to wait for. */
  gates: readonly PlanGate[];
  /** Puts in what arrives at the node that runs the graph, where its inputs are. */
  adaptInput?: (step: PlanStep, node: GraphNode) => PlanStep;
};

type At = { sub: SubGraph; scope: PlanScope };

/**
 * Lays the steps of a workflow out among those around it. The node itself becomes the last of them: it hands on what the
 * outputs got once all of them have ended, and is skipped when one failed, as a node does that failed itself.
 *
 * Each of the workflow's inputs waits for all that arrives at the node, and what has no source waits for an input, so that
 * nothing of the workflow runs where the node as one step would not.
 */
export function planFlat(
  outer: PlanStep,
  { sub, scope, planNodes }: At & { planNodes: (graph: Graph, scope: PlanScope) => Map<string, number> },
): number {
  const { steps } = scope;
  const prefix = `${outer.nodeId}/`;
  const first = steps.length;
  const gates: readonly PlanGate[] = outer.inputs.length > 0 ? [{ step: first, blocksIf: "skipped" }] : scope.gates;
  const { inputs, outputs } = interfaceOf(sub.graph, scope.library);
  const portOf = new Map(inputs.map(({ name, port }) => [name, port]));
  const indices = planNodes(sub.graph, {
    ...scope,
    prefix,
    gates,
    adaptInput: (step, node) =>
      takeFromOuter(step, { outer, port: portOf.get(String(paramOf(node, "name", scope.library))) }),
  });
  const last = steps.length;
  scope.innerSteps[outer.nodeId] = last - first;
  const given = outputs.flatMap(({ name, port }): PlanInput[] => {
    const source = outputSource(sub.graph, name, scope.library);
    return source ? [{ port, from: { step: indices.get(source.from.node)!, port: source.from.port }, lift: 0 }] : [];
  });
  const ends = Array.from({ length: last - first }, (_, place): PlanGate => ({
    step: first + place,
    blocksIf: "failed",
  }));
  return (
    steps.push({
      ...outer,
      index: last,
      inputs: given,
      ports: { inputs: allOptional(outer.ports.outputs), outputs: outer.ports.outputs },
      after: [...gates, ...ends],
      takesFlows: true,
    }) - 1
  );
}

/** Plans the workflow apart, so that the node's step can run it as a whole: once per item, again after a failure, repeatedly. */
export function planWhole(
  outer: PlanStep,
  {
    sub,
    scope,
    planSteps,
  }: At & { planSteps: (graph: Graph, scope: Omit<PlanScope, "steps" | "innerSteps" | "gates">) => Plan },
): number {
  const { library, subGraphs } = scope;
  const prefix = `${outer.nodeId}/`;
  const plan = planSteps(sub.graph, { library, subGraphs, prefix });
  const indexOf = new Map(plan.steps.map(({ nodeId, index }) => [nodeId, index]));
  const { inputs, outputs } = interfaceOf(sub.graph, library);
  const byPort = (type: "workflow-input" | "workflow-output", places: readonly { name: string; port: string }[]) => {
    const nodes = new Map(interfaceNodes(sub.graph, type, library).map(({ node, name }) => [name, node]));
    return Object.fromEntries(
      places.map(({ name, port }) => [port, indexOf.get(prefix + nodes.get(name)!.id)!] as const),
    );
  };
  const body = {
    plan,
    inputs: byPort("workflow-input", inputs),
    outputs: byPort("workflow-output", outputs),
    isRepeated: library[outer.type]!.body === "repeated",
  };
  const after = outer.inputs.length === 0 && scope.gates.length > 0 ? { after: scope.gates } : {};
  // Its params name the workflow and do not say what is in it, so a result of before may be that of another one.
  return scope.steps.push({ ...outer, ...after, takesFlows: true, body, reuse: "impure" }) - 1;
}

/** The input's own value, where one is connected, before those of the others, which it only waits for. */
function takeFromOuter(step: PlanStep, { outer, port }: { outer: PlanStep; port: string | undefined }): PlanStep {
  if (step.isDisabled || outer.inputs.length === 0) return step;
  const nameOf = (input: PlanInput) => (input.port === port ? "value" : `waits for ${input.port}`);
  const inputs = outer.inputs.map((input) => ({ ...input, port: nameOf(input) }));
  const ports: Ports = Object.fromEntries(
    outer.inputs.map((input) => [nameOf(input), outer.ports.inputs[input.port]!]),
  );
  return { ...step, inputs, ports: { ...step.ports, inputs: ports }, takesFlows: true };
}

function allOptional(ports: Ports): Ports {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, { ...port, optional: true }]));
}
