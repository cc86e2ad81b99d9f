import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect } from "vitest";
import { isFlowList, type Flow, type TensorValue, type Value } from "../../graph/values.ts";
import type { JsonValue } from "../../graph/json.ts";
import type { GraphNode } from "../../graph/schema.ts";
import type { MadeWorkflow } from "./random-workflow-for-tests.ts";

/** A tensor, a number, or a list of one or the other. */
export type Plain = TensorValue | number | Plain[];

/**
 * What each output of each node is, computed in the most obvious way: node after node, and each item of a list by itself
 * in a session of its own that nobody shares. By "node.port".
 */
export async function computePlainly({ graph, inputs, models }: MadeWorkflow): Promise<Record<string, Plain>> {
  const sessions = new Map<string, InferenceSession>();
  for (const { ref, bytes } of models)
    sessions.set(ref.hash, await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 4 }));
  const results: Record<string, Plain> = {};
  // Nodes were added after their sources.
  for (const node of Object.values(graph.nodes)) {
    const fed = Object.values(graph.edges)
      .filter(({ to }) => to.node === node.id)
      .map(({ from, to }): [string, Plain] => [to.port, results[`${from.node}.${from.port}`]!]);
    for (const [port, value] of Object.entries(await compute(node, Object.fromEntries(fed))))
      results[`${node.id}.${port}`] = value;
  }
  for (const session of sessions.values()) await session.release();
  return results;

  async function compute(node: GraphNode, given: Record<string, Plain>): Promise<Record<string, Plain>> {
    switch (node.type) {
      case "workflow-input":
        return { value: plainInput(inputs[node.params.name as string]!) };
      case "workflow-output":
        return {};
      case "collect":
        return { items: given.items!, count: (given.items as Plain[]).length };
      case "evaluate":
        return { result: each(given.value!, (value) => sumOf(value)) };
      case "run-model":
        return await runModel(node, given);
    }
    throw new Error(`${node.type} is not computed here.`);
  }

  async function runModel(node: GraphNode, given: Record<string, Plain>): Promise<Record<string, Plain>> {
    const { hash, outputs } = node.params.model as unknown as MadeWorkflow["models"][number]["ref"];
    const lengths = Object.values(given).flatMap((value) => (Array.isArray(value) ? [value.length] : []));
    const call = async (item: number) => {
      const feeds = Object.entries(given).map(([port, value]): [string, TensorValue] => [
        port,
        (Array.isArray(value) ? value[item] : value) as TensorValue,
      ]);
      return await runOnce(sessions.get(hash)!, Object.fromEntries(feeds));
    };
    if (lengths.length === 0) return await call(0);
    const calls: Record<string, TensorValue>[] = [];
    for (let item = 0; item < lengths[0]!; item++) calls.push(await call(item));
    return Object.fromEntries(outputs.map(({ name }) => [name, calls.map((results_) => results_[name]!)]));
  }
}

async function runOnce(
  session: InferenceSession,
  feeds: Record<string, TensorValue>,
): Promise<Record<string, TensorValue>> {
  const lacksBatch = Object.values(feeds).some(({ shape }) => shape.length === 1);
  const tensors = Object.entries(feeds).map(([name, { shape, data }]) => {
    const dims = shape.length === 1 ? [1, ...shape] : [...shape];
    return [name, new Tensor("float32", data as Float32Array, dims)];
  });
  const results = await session.run(Object.fromEntries(tensors) as Record<string, Tensor>);
  return Object.fromEntries(
    Object.entries(results).map(([name, { dims, data }]): [string, TensorValue] => {
      const shape = lacksBatch ? dims.slice(1) : [...dims];
      return [name, { dtype: "float32", shape, data: data as Float32Array }];
    }),
  );
}

const each = (value: Plain, compute: (one: Plain) => Plain): Plain =>
  Array.isArray(value) ? value.map((one) => each(one, compute)) : compute(value);
function sumOf(value: Plain): number {
  if (typeof value === "number") return value / 2;
  const { data, shape } = value as TensorValue;
  return Array.from(data as Float32Array).reduce((sum, one) => sum + one, 0) + shape.length;
}

function plainInput(value: JsonValue): Plain {
  if (Array.isArray(value)) return value.map(plainInput);
  const { shape, data } = value as { shape: number[]; data: number[] };
  return { dtype: "float32", shape, data: Float32Array.from(data) };
}

export function plainOf(flow: Flow): Plain {
  if (isFlowList(flow)) return flow.items.map((item) => plainOf(item!));
  return (flow as Extract<Value, { kind: "number" | "tensor" }>).value;
}

/**
 * With models of which rows give the same bits in any company every bit must be the same. With others the runtime may add up the
 * numbers of a row in another order when it has several rows, and take another approximation of exp and tanh.
 */
export function expectSame(results: Record<string, Plain>, expected: Record<string, Plain>, { isExact }: MadeWorkflow) {
  if (isExact) return expect(results).toEqual(expected);
  expect(Object.keys(results).sort()).toEqual(Object.keys(expected).sort());
  for (const [place, value] of Object.entries(expected)) expectClose(results[place]!, value, place);
}

function expectClose(result: Plain, expected: Plain, place: string): void {
  if (Array.isArray(expected)) {
    expect(result, place).toHaveLength(expected.length);
    for (const [item, one] of expected.entries()) expectClose((result as Plain[])[item]!, one, `${place}[${item}]`);
    return;
  }
  if (typeof expected === "number") return expectNumbers([result as number], [expected], place);
  const { data, ...form } = expected;
  const { data: given, ...givenForm } = result as TensorValue;
  expect(givenForm, place).toEqual(form);
  expectNumbers(given as Float32Array, data as Float32Array, place);
}

function expectNumbers(results: ArrayLike<number>, expected: ArrayLike<number>, place: string): void {
  expect(results.length, place).toBe(expected.length);
  for (let at = 0; at < expected.length; at++) {
    const difference = Math.abs(results[at]! - expected[at]!);
    expect(difference, `${place}: ${results[at]} and ${expected[at]}`).toBeLessThanOrEqual(
      1e-4 * Math.max(1, Math.abs(expected[at]!)),
    );
  }
}
