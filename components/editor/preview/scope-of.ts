import { describeType } from "#graph/describe-type";
import type { NodeLibrary, ParamMeta } from "#graph/define-node";
import { inferTypes, liftOf } from "#graph/infer-types";
import { portsOf } from "#graph/ports-of";
import { isRecordedList } from "#graph/recorded-values";
import type { RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState } from "#graph/run-events";
import type { Graph, GraphNode } from "#graph/schema";
import { titleOf } from "#graph/title-of";
import { workflowRefSchema } from "#graph/workflow-ref";
import { iterationsPort } from "#nodes/repeat-until/definition";
import { wiringOf } from "../wires/wiring-of.ts";

/** A name that a param can use, with what the last run had for it. */
export type ScopeName = {
  name: string;
  /** What it is and where it comes from, in words: "detections of Find". */
  detail: string;
  /** Absent where the last run gave nothing there. */
  flow?: RecordedFlow;
  /** Levels of list that the node is run over, so that it sees one item. */
  lift: number;
};

type Run = Readonly<Record<string, NodeRunState>>;

/** The names that an expression or a template of the node can use, with the values of a run. */
export function scopeOf(
  graph: Graph,
  library: NodeLibrary,
  { node, scope, run }: { node: GraphNode; scope: NonNullable<ParamMeta["scope"]>; run: Run | null },
): ScopeName[] {
  const definition = library[node.type];
  if (!definition) return [];
  if (scope === "outputs") return outputsInScope(graph, library, { node, run });
  const { inputs } = portsOf(node, definition);
  const wires = wiringOf(graph).incoming.get(node.id);
  const inferred = inferTypes(graph, library).get(node.id)?.inputs;
  const ports = Object.entries(inputs).filter(([name]) => scope === "inputs" || scope.includes(name));
  return ports.map(([name, port]) => {
    const from = wires?.get(name)?.from;
    const arriving = inferred?.[name];
    const source = from && graph.nodes[from.node];
    const flow = from && run?.[from.node]?.outputs[from.port];
    const kind = arriving ? describeType(arriving.type) : null;
    const detail = source ? `${kind ?? "value"} of ${titleOf(source, library)}` : "not connected";
    return { name, detail, lift: arriving ? Math.max(0, liftOf(port, arriving)) : 0, ...(flow && { flow }) };
  });
}

/** What the workflow within gave the last time, by the names of its outputs. */
function outputsInScope(
  graph: Graph,
  library: NodeLibrary,
  { node, run }: { node: GraphNode; run: Run | null },
): ScopeName[] {
  const ref = workflowRefSchema.safeParse(node.params.workflow);
  const lift = inferTypes(graph, library).get(node.id)?.lift.length ?? 0;
  const outputs = ref.success ? ref.data.outputs : [];
  const names = outputs.map(({ name, port }): ScopeName => {
    const flow = run?.[node.id]?.outputs[port];
    return { name, detail: "output of the workflow", lift, ...(flow && { flow }) };
  });
  const counted = ref.success ? run?.[node.id]?.outputs[iterationsPort(ref.data)] : undefined;
  return [...names, { name: "iteration", detail: "from 1", lift, ...(counted && { flow: counted }) }];
}

/** More items than that are not gone through one by one. */
const MAX_ITEMS = 10_000;

/** Index paths of the items for which the node ran, in order; one empty path where it ran once. */
export function itemsOf(names: readonly ScopeName[]): number[][] {
  const deepest = names.reduce<ScopeName | null>(
    (best, one) => (one.flow && one.lift > (best?.lift ?? 0) ? one : best),
    null,
  );
  return deepest?.flow ? pathsIn(deepest.flow, deepest.lift).slice(0, MAX_ITEMS) : [[]];
}

function pathsIn(flow: RecordedFlow, depth: number): number[][] {
  if (depth === 0 || !isRecordedList(flow)) return [[]];
  return flow.items.flatMap((item, index) =>
    item === null ? [] : pathsIn(item, depth - 1).map((path) => [index, ...path]),
  );
}

/** What the name has for one item; undefined where nothing arrived for it. */
export function flowAt({ flow, lift }: ScopeName, path: readonly number[]): RecordedFlow | undefined {
  let found: RecordedFlow | null | undefined = flow;
  for (const index of path.slice(0, lift)) {
    if (!found || !isRecordedList(found)) break;
    found = found.items[index];
  }
  return found ?? undefined;
}
