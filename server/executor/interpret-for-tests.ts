import { NodeError } from "#graph/node-runner";
import type { Graph, GraphEdge, GraphNode } from "#graph/schema";
import { inferTypes } from "#graph/infer-types";
import { portsOf } from "#graph/ports-of";
import { testFunctions, testLibrary } from "./executor-for-tests.ts";

/** A number, a JSON object, a list of them; null is a hole, and no entry at all a port that did not fire. */
type Plain = number | { kind: string; message: string } | null | Plain[];
export type Interpreted =
  | { status: "succeeded"; outputs: Record<string, Plain>; items?: number; droppedItems?: number; caught?: unknown }
  | { status: "failed"; failure: { kind: string; item?: number[] } }
  | { status: "skipped" };

type Given = { value: Plain; kind: string };

/**
 * What a graph over the test library means, computed the slow and obvious way: node after node by recursion, lists by
 * recursion too, no queue, no slots, nothing at the same time. The executor must agree with it.
 */
export function interpret(graph: Graph): Record<string, Interpreted> {
  const results: Record<string, Interpreted> = {};
  const types = inferTypes(graph, testLibrary);

  function resultOf(id: string): Interpreted {
    return (results[id] ??= interpretNode(graph.nodes[id]!));
  }

  function arriving(edge: GraphEdge | undefined): Given | undefined {
    if (!edge) return undefined;
    const source = resultOf(edge.from.node);
    if (source.status !== "succeeded" || !(edge.from.port in source.outputs)) return undefined;
    // What passes through a generic node keeps the kind that it came with.
    const { kind } = types.get(edge.from.node)!.outputs[edge.from.port]!.type;
    return { value: source.outputs[edge.from.port]!, kind };
  }

  function interpretNode(node: GraphNode): Interpreted {
    if (node.disabled === true) return { status: "skipped" };
    const ports = portsOf(node, testLibrary[node.type]!);
    const edges = Object.fromEntries(
      Object.values(graph.edges).flatMap((edge) => (edge.to.node === node.id ? [[edge.to.port, edge]] : [])),
    ) as Record<string, GraphEdge>;
    const given = Object.fromEntries(Object.keys(edges).map((port) => [port, arriving(edges[port])]));
    if (node.disabled === "bypass") {
      const passed = Object.entries(types.get(node.id)!.passes!).map(
        ([output, input]) => [output, given[input]] as const,
      );
      const outputs = passed.flatMap(([output, flow]) => (flow ? [[output, flow.value] as const] : []));
      const gotNothing = passed.length > 0 && outputs.length === 0;
      return gotNothing ? { status: "skipped" } : { status: "succeeded", outputs: Object.fromEntries(outputs) };
    }
    if (!canRun(node, given)) return { status: "skipped" };
    const lifts = Object.fromEntries(
      Object.keys(edges).map((port) => {
        const declared = ports.inputs[port]!.list ?? 0;
        const depth = types.get(node.id)!.inputs[port]!.dims.length;
        return [port, declared === "any" ? 0 : depth - declared];
      }),
    );
    const lift = Math.max(0, ...Object.values(lifts));
    const tally = { items: 0, dropped: 0, failures: [] as { kind: string; item: number[] }[] };
    try {
      const nested = walk(node, { given, lifts, lift, level: 0, path: [], tally });
      const [first] = tally.failures;
      const policy = node.onError?.policy ?? "fail";
      const at = first && (lift > 0 ? first : { kind: first.kind });
      if (at && policy === "fail") return { status: "failed", failure: at };
      const names = Object.keys(ports.outputs);
      const outputs: Record<string, Plain> = {};
      for (const name of names) {
        const value = project(nested, { name, lift });
        if (lift > 0 || value !== undefined) outputs[name] = value!;
      }
      return {
        status: "succeeded",
        outputs,
        ...(lift > 0 && { items: tally.items }),
        ...(at && { caught: at }),
        ...(tally.dropped > 0 && { droppedItems: tally.dropped }),
      };
    } catch (error) {
      if (error instanceof NodeError && error.kind === "list-mismatch")
        return { status: "failed", failure: { kind: error.kind } };
      throw error;
    }
  }

  for (const id of Object.keys(graph.nodes)) resultOf(id);
  return results;
}

function canRun(node: GraphNode, given: Record<string, Given | undefined>): boolean {
  const { inputs } = testLibrary[node.type]!;
  const names = Object.keys(given);
  if (names.some((name) => !inputs[name]!.optional && given[name] === undefined)) return false;
  const allOptional = Object.values(inputs).every(({ optional }) => optional);
  return !allOptional || names.length === 0 || names.some((name) => given[name] !== undefined);
}

type Walk = {
  given: Record<string, Given | undefined>;
  lifts: Record<string, number>;
  lift: number;
  level: number;
  path: number[];
  tally: { items: number; dropped: number; failures: { kind: string; item: number[] }[] };
};
/** Outputs by name, null for a hole, nested as the lists are. */
type Nested = Record<string, Plain> | null | Nested[];

function walk(node: GraphNode, at: Walk): Nested {
  if (at.level === at.lift) return callOnce(node, at);
  const walked = Object.keys(at.given).filter((name) => at.lifts[name]! > at.level && at.given[name] !== undefined);
  const lengths = walked.map((name) => (at.given[name]!.value as Plain[]).length);
  if (new Set(lengths).size > 1) throw new NodeError("list-mismatch", "");
  return Array.from({ length: lengths[0] ?? 1 }, (_, position) => {
    const given = Object.fromEntries(
      Object.entries(at.given).map(([name, flow]) => {
        if (flow === undefined || !walked.includes(name)) return [name, flow];
        const item = (flow.value as Plain[])[position]!;
        return [name, item === null ? undefined : { ...flow, value: item }];
      }),
    );
    if (!canRun(node, given)) return null;
    return walk(node, { ...at, given, level: at.level + 1, path: [...at.path, position] });
  });
}

function callOnce(node: GraphNode, { given, tally, path }: Walk): Nested {
  tally.items++;
  try {
    const inputs = Object.fromEntries(
      Object.entries(given).flatMap(([name, flow]) => (flow === undefined ? [] : [[name, toInput(node, name, flow)]])),
    );
    const outputs = testFunctions[node.type]!({ inputs, params: node.params } as never) as Record<string, never>;
    return Object.fromEntries(
      Object.entries(outputs).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ) as Nested;
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    tally.failures.push({ kind: error.kind, item: path });
    const { onError } = node;
    if (onError?.policy === "port") return { error: { kind: error.kind, message: error.message } };
    if (onError?.policy === "default") return onError.outputs as Nested;
    if (onError?.policy === "drop") tally.dropped++;
    return null;
  }
}

function toInput(node: GraphNode, name: string, { value, kind }: Given): unknown {
  const port = testLibrary[node.type]!.inputs[name]!;
  if (port.list === 1) return (value as Plain[]).filter((item) => item !== null);
  // "pass" and "merge" give on what they get, so the plain form serves as the tagged one.
  return node.type === "kind-of" ? { kind } : value;
}

function project(nested: Nested, { name, lift }: { name: string; lift: number }): Plain | undefined {
  if (nested === null) return undefined;
  if (lift > 0) return (nested as Nested[]).map((inner) => project(inner, { name, lift: lift - 1 }) ?? null);
  return (nested as Record<string, Plain>)[name];
}
