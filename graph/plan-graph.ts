import type { AnyNodeDefinition, NodeLibrary } from "./define-node.ts";
import { givingStep, pinsOf } from "./given-step.ts";
import { inferTypes, liftOf } from "./infer-types.ts";
import type { InferredNode } from "./infer-types.ts";
import { paramsInUse } from "./params-in-use.ts";
import { partProblems, upstreamOf, withEarlier } from "./part-problems.ts";
import type { EarlierSteps } from "./part-problems.ts";
import { PASSED_ON } from "./plan.ts";
import type { Plan, PlanInput, PlanStep } from "./plan.ts";
import { planFlat, planWhole } from "./plan-body.ts";
import type { PlanScope } from "./plan-body.ts";
import { passingStep } from "./passing-step.ts";
import { orderSteps, sourcesOf } from "./order-steps.ts";
import { portsOf } from "./ports-of.ts";
import type { Problem } from "./problems.ts";
import { placesInRun, wholePart } from "./run-part.ts";
import type { PlacesInRun, RunPart } from "./run-part.ts";
import type { Graph, GraphEdge, GraphNode } from "./schema.ts";
import { noSubGraphs, subGraphOf, withoutPins } from "./sub-graphs.ts";
import type { SubGraphs } from "./sub-graphs.ts";
import { titleOf } from "./title-of.ts";
import { topologyOf } from "./topology.ts";

export type PlanResult = { ok: true; plan: Plan } | { ok: false; problems: Problem[] };

/**
 * Compiles a graph, with the workflows that it runs, once for any number of executions, in O(nodes + edges). Only errors
 * refuse it; warnings do not. A graph with pins has the plan that it would have with constants in place of the pinned
 * outputs; pins of the workflows that it runs do not count, so that what those are given is never passed over.
 *
 * @param part only what it covers is planned, and problems elsewhere refuse nothing
 * @param earlier what a part of the kinds "from" and "only" may take over
 */
export function planGraph(
  graph: Graph,
  library: NodeLibrary,
  {
    part = wholePart,
    earlier = {},
    subGraphs: pinnedSubGraphs = noSubGraphs,
  }: { part?: RunPart; earlier?: EarlierSteps; subGraphs?: SubGraphs } = {},
): PlanResult {
  if (part.kind !== "all" && !Object.hasOwn(graph.nodes, part.node)) {
    const message = `The workflow has no node "${part.node}" to run${wordsFor[part.kind]}. Choose one that is there, or run all of it.`;
    return { ok: false, problems: [{ code: "unknown-target", severity: "error", message }] };
  }
  if (Object.keys(graph.nodes).length === 0) {
    const message = "The workflow has no nodes. Add one from the palette, then run it.";
    return { ok: false, problems: [{ code: "empty-graph", severity: "error", message }] };
  }
  const subGraphs = withoutPins(pinnedSubGraphs);
  const places = placesInRun(graph, part, (nodeId) => Object.hasOwn(earlier, nodeId));
  const problems = partProblems(graph, library, { part, places, earlier, subGraphs });
  if (problems.length > 0) return { ok: false, problems };
  const scope: PlanScope = { library, subGraphs, prefix: "", steps: [], innerSteps: {}, gates: [] };
  planPart(graph, scope, { places, earlier });
  return { ok: true, plan: planOf(scope) };
}

const wordsFor = { to: " up to", from: " from", only: "" } as const;

function planOf({ steps: planned, innerSteps }: PlanScope): Plan {
  const steps = orderSteps(planned);
  return { steps, ...edgesOf(steps), innerSteps };
}

/** Adds the steps of the graph that takes part in the run: of those that run, and of those that give values. */
function planPart(
  whole: Graph,
  scope: PlanScope,
  { places, earlier }: { places: PlacesInRun; earlier: EarlierSteps },
): void {
  const graph = upstreamOf(withEarlier(whole, { places, earlier }), places);
  const types = inferTypes(graph, scope.library);
  const running = new Map<string, number>();
  const giving = new Map<string, number>();
  const sourceOf = ({ from }: GraphEdge): number | undefined => {
    const isGiven = places.earlier.has(from.node) || whole.nodes[from.node]?.pins?.[from.port] !== undefined;
    return (isGiven ? giving : running).get(from.node);
  };
  for (const nodeId of topologyOf(graph).order) {
    const node = whole.nodes[nodeId]!;
    if (places.gives.has(nodeId)) {
      const left = places.earlier.has(nodeId) ? earlier[nodeId] : undefined;
      const at = { index: scope.steps.length, isSilent: places.runs.has(nodeId), earlier: left };
      giving.set(nodeId, scope.steps.push(givingStep(node, scope.library, at)) - 1);
    }
    if (places.runs.has(nodeId)) {
      const step = planStep(graph, scope, { node, types, sourceOf });
      running.set(nodeId, addStep(step, { node, scope }));
    }
  }
}

function planSteps(
  graph: Graph,
  { library, subGraphs, prefix }: Pick<PlanScope, "library" | "subGraphs" | "prefix">,
): Plan {
  const scope: PlanScope = { library, subGraphs, prefix, steps: [], innerSteps: {}, gates: [] };
  planNodes(graph, scope);
  return planOf(scope);
}

/** Adds the steps of a graph that another one runs. Gives the index of each node's step, the one that its outputs come from. */
function planNodes(graph: Graph, scope: PlanScope): Map<string, number> {
  const indices = new Map<string, number>();
  const types = inferTypes(graph, scope.library);
  const { order } = topologyOf(graph);
  const isInput = (id: string) => graph.nodes[id]!.type === "workflow-input" && !graph.nodes[id]!.disabled;
  // Inputs read nothing of their graph, so they may come first, and gates must.
  for (const nodeId of [...order.filter(isInput), ...order.filter((id) => !isInput(id))]) {
    const node = graph.nodes[nodeId]!;
    const sourceOf = ({ from }: GraphEdge) => indices.get(from.node);
    const planned = planStep(graph, scope, { node, types, sourceOf });
    const step = isInput(nodeId) && scope.adaptInput ? scope.adaptInput(planned, node) : planned;
    indices.set(nodeId, addStep(step, { node, scope }));
  }
  return indices;
}

function addStep(step: PlanStep, { node, scope }: { node: GraphNode; scope: PlanScope }): number {
  const { body } = scope.library[node.type]!;
  const sub = body && !step.isDisabled && step.type !== PASSED_ON ? subGraphOf(node, scope.subGraphs) : null;
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
  at: {
    node: GraphNode;
    types: Map<string, InferredNode>;
    sourceOf: (edge: GraphEdge) => number | undefined;
  },
): PlanStep {
  const { node } = at;
  const definition: AnyNodeDefinition = library[node.type]!; // an unknown type is an error, and errors do not get here
  const ports = portsOf(node, definition);
  const edges = topologyOf(graph).incoming.get(node.id);
  const fromAt = (port: string): PlanInput["from"] | null => {
    const edge = edges?.get(port);
    const step = edge && at.sourceOf(edge);
    return edge && step !== undefined ? { step, port: edge.from.port } : null;
  };
  if (node.disabled === "bypass") {
    const passes = at.types.get(node.id)?.passes ?? {};
    return passingStep(node, {
      index: steps.length,
      nodeId: prefix + node.id,
      title: titleOf(node, library),
      outputs: ports.outputs,
      inputs: Object.entries(passes).flatMap(([port, input]): PlanInput[] => {
        const from = fromAt(input);
        return from ? [{ port, from, lift: 0 }] : [];
      }),
    });
  }
  const inputs = Object.entries(ports.inputs).flatMap(([port, declared]): PlanInput[] => {
    const from = fromAt(port);
    if (!from) return [];
    const arriving = at.types.get(node.id)?.inputs[port];
    return [{ port, from, lift: arriving ? Math.max(0, liftOf(declared, arriving)) : 0 }];
  });
  return {
    index: steps.length,
    nodeId: prefix + node.id,
    type: node.type,
    version: definition.version,
    title: titleOf(node, library),
    // A disabled node is planned, so that what it feeds can say why it was skipped; its params may be unfinished.
    params: node.disabled ? node.params : definition.params.parse(paramsInUse(definition, node.params)),
    inputs,
    ports,
    onError: node.onError ?? { policy: "fail" },
    retry: node.retry ?? { attempts: 0, delayMs: 0 },
    timeoutMs: node.timeoutMs ?? null,
    isDisabled: node.disabled === true,
    // What a pin took the place of must not be kept as what the node gives.
    reuse: isImpure(node, definition) ? "impure" : node.cache === "off" || node.pins ? "off" : "allowed",
    given: null,
    pins: node.pins ? pinsOf(node.pins, ports.outputs) : null,
  };
}

function isImpure({ disabled, params }: GraphNode, definition: AnyNodeDefinition) {
  const { impure, isImpure: isSo } = definition;
  return (
    impure === true ||
    (isSo !== undefined && !disabled && isSo(definition.params.parse(paramsInUse(definition, params))))
  );
}

function edgesOf(steps: readonly PlanStep[]): Pick<Plan, "successors" | "inDegrees"> {
  const successors: number[][] = steps.map(() => []);
  const inDegrees = new Int32Array(steps.length);
  for (const step of steps) {
    const sources = sourcesOf(step);
    inDegrees[step.index] = sources.size;
    for (const source of sources) successors[source]!.push(step.index);
  }
  return { successors: successors.map((readers) => Int32Array.from(readers)), inDegrees };
}
