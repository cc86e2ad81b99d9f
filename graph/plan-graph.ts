import type { NodeLibrary } from "./define-node.ts";
import { findProblems, titleOf } from "./find-problems.ts";
import { inferTypes, liftOf } from "./infer-types.ts";
import type { InferredNode } from "./infer-types.ts";
import { partUpTo } from "./part-up-to.ts";
import type { Plan, PlanInput, PlanStep } from "./plan.ts";
import { portsOf } from "./ports-of.ts";
import type { Problem } from "./problems.ts";
import type { Graph, GraphNode } from "./schema.ts";
import { topologyOf } from "./topology.ts";

export type PlanResult = { ok: true; plan: Plan } | { ok: false; problems: Problem[] };

/**
 * Compiles a graph once for any number of executions, in O(nodes + edges). Only errors refuse it; warnings do not.
 *
 * @param target a node's id: only this node and what it depends on are planned, and problems elsewhere refuse nothing
 */
export function planGraph(
  whole: Graph,
  library: NodeLibrary,
  { target = null }: { target?: string | null } = {},
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
  const errors = findProblems(graph, library).filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { ok: false, problems: errors };
  const types = inferTypes(graph, library);
  const { order } = topologyOf(graph);
  const indices = new Map(order.map((id, index) => [id, index]));
  const steps = order.map((nodeId, index) =>
    planStep(graph, library, { node: graph.nodes[nodeId]!, index, indices, types }),
  );
  return { ok: true, plan: { steps, ...walkInfo(steps) } };
}

function planStep(
  graph: Graph,
  library: NodeLibrary,
  at: { node: GraphNode; index: number; indices: Map<string, number>; types: Map<string, InferredNode> },
): PlanStep {
  const { node, index } = at;
  const definition = library[node.type]!; // an unknown type is an error, and errors do not get here
  const ports = portsOf(node, definition);
  const edges = topologyOf(graph).incoming.get(node.id);
  const inputs = Object.entries(ports.inputs).flatMap(([port, declared]): PlanInput[] => {
    const edge = edges?.get(port);
    const step = edge && at.indices.get(edge.from.node);
    if (!edge || step === undefined) return [];
    const arriving = at.types.get(node.id)?.inputs[port];
    return [
      { port, from: { step, port: edge.from.port }, lift: arriving ? Math.max(0, liftOf(declared, arriving)) : 0 },
    ];
  });
  return {
    index,
    nodeId: node.id,
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
