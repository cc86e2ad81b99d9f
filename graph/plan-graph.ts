import type { NodeLibrary } from "./define-node.ts";
import { findProblems } from "./find-problems.ts";
import { inferTypes, liftOf } from "./infer-types.ts";
import type { InferredNode } from "./infer-types.ts";
import { partUpTo } from "./part-up-to.ts";
import type { Plan, PlanInput, PlanStep } from "./plan.ts";
import { planFlat, planWhole } from "./plan-body.ts";
import type { PlanScope } from "./plan-body.ts";
import { portsOf } from "./ports-of.ts";
import type { Problem } from "./problems.ts";
import type { Graph, GraphNode } from "./schema.ts";
import { noSubGraphs, subGraphOf } from "./sub-graphs.ts";
import type { SubGraphs } from "./sub-graphs.ts";
import { titleOf } from "./title-of.ts";
import { topologyOf } from "./topology.ts";

export type PlanResult = { ok: true; plan: Plan } | { ok: false; problems: Problem[] };

/**
 * Compiles a graph, with the workflows that it runs, once for any number of executions, in O(nodes + edges). Only errors
 * refuse it; warnings do not.
 *
 * @param target a node's id: only this node and what it depends on are planned, and problems elsewhere refuse nothing
 */
export function planGraph(
  whole: Graph,
  library: NodeLibrary,
  { target = null, subGraphs = noSubGraphs }: { target?: string | null; subGraphs?: SubGraphs } = {},
): PlanResult {
  if (target !== null && !Object.hasOwn(whole.nodes, target)) {
    const message = `The workflow has no node "${target}" to run up to. Choose one that is there, or run all of it.`;
    return { ok: false, problems: [{ code: "unknown-target", severity: "error", message }] };
  }
  const graph = target === null ? whole : partUpTo(whole, target);
  if (Object.keys(graph.nodes).length === 0) {
    const message = "The workflow has no nodes. Add one from the palette, then run it.";
    return { ok: false, problems: [{ code: "empty-graph", severity: "error", message }] };
  }
  const errors = findProblems(graph, library, subGraphs).filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { ok: false, problems: errors };
  return { ok: true, plan: planSteps(graph, { library, subGraphs, prefix: "" }) };
}

function planSteps(
  graph: Graph,
  { library, subGraphs, prefix }: Pick<PlanScope, "library" | "subGraphs" | "prefix">,
): Plan {
  const scope: PlanScope = { library, subGraphs, prefix, steps: [], innerSteps: {}, gates: [] };
  planNodes(graph, scope);
  return { steps: scope.steps, ...walkInfo(scope.steps), innerSteps: scope.innerSteps };
}

/** Adds the steps of a graph. Gives the index of each node's step, the one that its outputs come from. */
function planNodes(graph: Graph, scope: PlanScope): Map<string, number> {
  const indices = new Map<string, number>();
  const types = inferTypes(graph, scope.library);
  const { order } = topologyOf(graph);
  const isInput = (id: string) => graph.nodes[id]!.type === "workflow-input" && !graph.nodes[id]!.disabled;
  // Inputs read nothing of their graph, so they may come first, and gates must.
  for (const nodeId of [...order.filter(isInput), ...order.filter((id) => !isInput(id))]) {
    const node = graph.nodes[nodeId]!;
    const planned = planStep(graph, scope, { node, indices, types });
    const step = isInput(nodeId) && scope.adaptInput ? scope.adaptInput(planned, node) : planned;
    indices.set(nodeId, addStep(step, { node, scope }));
  }
  return indices;
}

function addStep(step: PlanStep, { node, scope }: { node: GraphNode; scope: PlanScope }): number {
  const { body } = scope.library[node.type]!;
  const sub = body && !step.isDisabled ? subGraphOf(node, scope.subGraphs) : null;
  if (sub && body === "once" && isPlain(step)) return planFlat(step, { sub, scope, planNodes });
  if (sub) return planWhole(step, { sub, scope, planSteps });
  const isSource = step.inputs.length === 0 && scope.gates.length > 0;
  return scope.steps.push(isSource ? { ...step, after: scope.gates } : step) - 1;
}

/** Whether the step does no more than to run its workflow once: no list to lift over, no failure to answer, no time to keep. */
function isPlain({ inputs, onError, retry, timeoutMs }: PlanStep): boolean {
  return (
    inputs.every(({ lift }) => lift === 0) && onError.policy === "fail" && retry.attempts === 0 && timeoutMs === null
  );
}

function planStep(
  graph: Graph,
  { library, prefix, steps }: PlanScope,
  { node, indices, types }: { node: GraphNode; indices: Map<string, number>; types: Map<string, InferredNode> },
): PlanStep {
  const definition = library[node.type]!; // an unknown type is an error, and errors do not get here
  const ports = portsOf(node, definition);
  const edges = topologyOf(graph).incoming.get(node.id);
  const inputs = Object.entries(ports.inputs).flatMap(([port, declared]): PlanInput[] => {
    const edge = edges?.get(port);
    const step = edge && indices.get(edge.from.node);
    if (!edge || step === undefined) return [];
    const arriving = types.get(node.id)?.inputs[port];
    return [
      { port, from: { step, port: edge.from.port }, lift: arriving ? Math.max(0, liftOf(declared, arriving)) : 0 },
    ];
  });
  return {
    index: steps.length,
    nodeId: prefix + node.id,
    type: node.type,
    version: definition.version,
    title: titleOf(node, library),
    // A disabled node is planned, so that what it feeds can say why it was skipped; its params may be unfinished.
    params: node.disabled ? node.params : definition.params.parse(node.params),
    inputs,
    ports,
    onError: node.onError ?? { policy: "fail" },
    retry: node.retry ?? { attempts: 0, delayMs: 0 },
    timeoutMs: node.timeoutMs ?? null,
    isDisabled: node.disabled === true,
    reuse: definition.impure ? "impure" : node.cache === "off" ? "off" : "allowed",
  };
}

function walkInfo(steps: PlanStep[]): Pick<Plan, "successors" | "inDegrees" | "criticalPath"> {
  const successors: number[][] = steps.map(() => []);
  const inDegrees = new Int32Array(steps.length);
  for (const step of steps) {
    const sources = new Set(step.inputs.map(({ from }) => from.step));
    for (const gate of step.after ?? []) sources.add(gate.step);
    inDegrees[step.index] = sources.size;
    for (const source of sources) successors[source]!.push(step.index);
  }
  const criticalPath = new Int32Array(steps.length);
  for (let index = steps.length - 1; index >= 0; index--) {
    for (const reader of successors[index]!) {
      criticalPath[index] = Math.max(criticalPath[index]!, criticalPath[reader]! + 1);
    }
  }
  return { successors: successors.map((readers) => Int32Array.from(readers)), inDegrees, criticalPath };
}
