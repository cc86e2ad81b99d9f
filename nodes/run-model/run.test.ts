import { expect, test } from "vitest";
import { portsOf } from "#graph/ports-of";
import type { ModelRef, TensorValue } from "#graph/values";
import { createTestModelStore, readTemplateModel } from "../model-store-for-tests.ts";
import { runNode } from "../run-node-for-tests.ts";
import { runModel } from "./definition.ts";
import { runRunModel } from "./run.ts";

const digits = await readTemplateModel("digits");
const models = createTestModelStore([digits]);
const zeros = (...shape: number[]): TensorValue => ({
  dtype: "float32",
  shape,
  data: new Float32Array(shape.reduce((product, dim) => product * dim, 1)),
});

function run(inputs: Record<string, TensorValue>, model: ModelRef = digits.ref) {
  return runNode(runModel, runRunModel, { inputs, params: { model }, context: { models } }) as Promise<
    Record<string, TensorValue>
  >;
}

test("its ports are the model's", () => {
  const node = { id: "n", type: "run-model", version: 1, position: { x: 0, y: 0 }, params: { model: digits.ref } };

  expect(portsOf(node as never, runModel)).toEqual({
    inputs: { image: { label: "image", type: { kind: "tensor", dtype: "float32", shape: ["batch", 1, 8, 8] } } },
    outputs: { logits: { label: "logits", type: { kind: "tensor", dtype: "float32", shape: ["batch", 10] } } },
  });
});

test("runs the model", async () => {
  const { logits } = await run({ image: zeros(3, 1, 8, 8) });

  expect(logits?.shape).toEqual([3, 10]);
  expect(logits?.dtype).toBe("float32");
});

test("a tensor without a batch gets one for the run", async () => {
  const { logits } = await run({ image: zeros(1, 8, 8) });
  const { logits: batched } = await run({ image: zeros(1, 1, 8, 8) });

  expect(logits?.shape).toEqual([10]);
  expect(logits?.data).toEqual(batched?.data);
});

test("names that ports cannot hold are mapped there and back", async () => {
  const odd: ModelRef = {
    ...digits.ref,
    inputs: digits.ref.inputs.map((input) => ({ ...input, name: "in/put:0" })),
    outputs: digits.ref.outputs.map((output) => ({ ...output, name: "out put" })),
  };
  const open = async () => {
    const session = await models.open(digits.ref);
    return {
      ...session,
      run: async (feeds: Readonly<Record<string, TensorValue>>) => {
        const results = await session.run({ image: feeds["in/put:0"]! });
        return { "out put": results["logits"]! };
      },
    };
  };

  const outputs = await runNode(runModel, runRunModel, {
    inputs: { in_put_0: zeros(1, 1, 8, 8) },
    params: { model: odd },
    context: { models: { open } },
  });

  expect(Object.keys(outputs)).toEqual(["out_put"]);
});

test("an input that nothing arrives at is named", async () => {
  await expect(run({})).rejects.toMatchObject({ kind: "missing-input", port: "image" });
});

test("a model that is gone is told as missing", async () => {
  const gone = { ...digits.ref, hash: "0".repeat(64) };

  await expect(run({ image: zeros(1, 1, 8, 8) }, gone)).rejects.toMatchObject({ kind: "missing-model" });
});
