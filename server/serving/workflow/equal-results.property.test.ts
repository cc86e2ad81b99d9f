import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test, vi } from "vitest";
import type { JsonValue } from "../../../graph/json.ts";
import { computePlainly, expectSame, type Plain } from "../../engine/compute-plainly-for-tests.ts";
import { type MadeWorkflow, stackableArbitrary } from "../../engine/random-workflow-for-tests.ts";
import { post, serveForTests, type Tensor } from "../model-server-for-tests.ts";
import { describeWorkflow } from "./describe-workflow.ts";
import type { ServedWorkflow } from "./served-workflow.ts";

vi.setConfig({ testTimeout: 120_000 });

const COUNT = 24;
const folder = mkdtempSync(path.join(tmpdir(), "patchbay-served-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const describe = ({ graph }: MadeWorkflow, name: string) => describeWorkflow({ name, version: "1", graph });
/** A tensor of which no model says the type has none that a client could be told. */
const servable = stackableArbitrary.filter((made) => describe(made, "w").ok);

function served(made: MadeWorkflow, index: number): ServedWorkflow {
  const described = describe(made, `w${index}`);
  if (!described.ok) throw new Error(described.problems.join("\n"));
  const files = made.models.map(({ ref, bytes }) => {
    const file = path.join(folder, `${ref.hash}.onnx`);
    writeFileSync(file, bytes);
    return [ref.hash, file];
  });
  return { ...described.workflow, files: Object.fromEntries(files) as Record<string, string> };
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

test("workflows that are served give over HTTP, also to many at once, what each item gives by itself", async () => {
  const seed = Date.now() % 2 ** 31;
  const made = fc.sample(servable, { numRuns: COUNT, seed });
  const server = await serveForTests({ workflows: made.map(served) });

  for (const [index, workflow] of made.entries()) {
    const plain = await computePlainly(workflow);
    const outputs = Object.values(workflow.graph.edges).filter(({ to }) => to.node.startsWith("out-"));
    const expected = Object.fromEntries(
      outputs.map(({ from, to }) => [to.node.slice(4), plain[`${from.node}.${from.port}`]!]),
    );
    const url = `${server.httpUrl}/v2/models/w${index}/infer`;
    // JSON has no -0; bytes have every bit.
    const parameters = { binary_data_output: true };
    const body = { parameters, inputs: Object.entries(workflow.inputs).map(([name, value]) => asTensor(name, value)) };

    const answers = await Promise.all(Array.from({ length: 3 }, () => post(url, body)));

    for (const { status, json, bytes } of answers) {
      expect(status, `seed ${seed}, workflow ${index}: ${JSON.stringify(json)}`).toBe(200);
      const results = Object.fromEntries(
        cutOutputs(json, bytes).map((output) => [output.name, asPlain(output, expected[output.name]!)]),
      );
      expectSame(results, expected, workflow);
    }
  }
});
