import fc from "fast-check";
import { expect } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import { computePlainly, expectSame, type Plain } from "../engine/compute-plainly-for-tests.ts";
import { type MadeWorkflow, stackableArbitrary } from "../engine/random-workflow-for-tests.ts";
import { post, type Tensor } from "./model-server-for-tests.ts";
import { describeWorkflow } from "./workflow/describe-workflow.ts";

export const describe = ({ graph }: MadeWorkflow, name: string) => describeWorkflow({ name, version: "1", graph });
/** A tensor of which no model says the type has none that a client could be told. */
const servable = stackableArbitrary.filter((made) => describe(made, "w").ok);

/** Others each time. What fails says by which seed they come back. */
export function makeWorkflows(count: number): { made: MadeWorkflow[]; seed: number } {
  const seed = Date.now() % 2 ** 31;
  return { made: fc.sample(servable, { numRuns: count, seed }), seed };
}

/** Asks for its results several times at once, and holds each answer against what every item gives by itself. */
export async function expectServed(
  workflow: MadeWorkflow,
  { url, headers = {}, times = 3 }: { url: string; headers?: Record<string, string>; times?: number },
): Promise<void> {
  const plain = await computePlainly(workflow);
  const outputs = Object.values(workflow.graph.edges).filter(({ to }) => to.node.startsWith("out-"));
  const expected = Object.fromEntries(
    outputs.map(({ from, to }) => [to.node.slice(4), plain[`${from.node}.${from.port}`]!]),
  );
  // JSON has no -0; bytes have every bit.
  const parameters = { binary_data_output: true };
  const body = { parameters, inputs: Object.entries(workflow.inputs).map(([name, value]) => asTensor(name, value)) };

  const answers = await Promise.all(Array.from({ length: times }, () => post(url, body, headers)));

  for (const { status, json, bytes } of answers) {
    expect(status, JSON.stringify(json)).toBe(200);
    const results = Object.fromEntries(
      cutOutputs(json, bytes).map((output) => [output.name, asPlain(output, expected[output.name]!)]),
    );
    expectSame(results, expected, workflow);
  }
}

type Form = { shape: number[]; data: number[] };

/** A list goes as one tensor, its items stacked. */
function asTensor(name: string, value: JsonValue): Tensor {
  const items = (Array.isArray(value) ? value : [value]) as Form[];
  const shape = Array.isArray(value) ? [items.length, ...(items[0]?.shape ?? [3])] : items[0]!.shape;
  return { name, datatype: "FP32", shape, data: items.flatMap(({ data }) => data) };
}

type Output = { name: string; datatype: string; shape: number[]; parameters: { binary_data_size: number } };

function cutOutputs(json: Record<string, unknown>, bytes: Buffer) {
  let at = 0;
  return (json.outputs as Output[]).map(({ name, datatype, shape, parameters }) => {
    const own = Uint8Array.from(bytes.subarray(at, (at += parameters.binary_data_size))).buffer;
    return { name, shape, data: Array.from(datatype === "FP64" ? new Float64Array(own) : new Float32Array(own)) };
  });
}

/** What was stacked, apart again: one entry of the first dimension for each item that there should be. */
function asPlain({ shape, data }: { shape: number[]; data: number[] }, expected: Plain): Plain {
  if (typeof expected === "number") return data[0]!;
  if (!Array.isArray(expected)) return { dtype: "float32", shape, data: Float32Array.from(data) };
  const size = data.length / Math.max(expected.length, 1);
  expect(shape[0]).toBe(expected.length);
  return expected.map((one, item) =>
    asPlain({ shape: shape.slice(1), data: data.slice(item * size, (item + 1) * size) }, one),
  );
}
