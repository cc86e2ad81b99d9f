import { describe, expect, test } from "vitest";
import type { ModelRef, TensorValue } from "#graph/values";
import { createTestModelStore } from "../model-store-for-tests.ts";
import { openPredictions } from "./predict-for-tests.ts";

const { openCsv, run, columnsOf } = await openPredictions({ models: createTestModelStore([]) });
const people = await openCsv("age,city\n30,Rome\n41,Oslo\n52,\n");

describe("models of other forms", () => {
  type Run = (feeds: Readonly<Record<string, TensorValue>>) => Record<string, TensorValue>;
  /** A store with one model that computes in JavaScript, for forms of which there is no file here. */
  function fakeModel(ref: Pick<ModelRef, "inputs" | "outputs" | "labels">, compute: Run) {
    const feeds: Record<string, TensorValue>[] = [];
    const open = async () => ({
      inputs: ref.inputs,
      outputs: ref.outputs,
      labels: ref.labels ?? [],
      device: "cpu",
      run: async (given: Readonly<Record<string, TensorValue>>) => {
        feeds.push(given);
        return compute(given);
      },
    });
    return { feeds, models: { open }, model: { ...ref, hash: "0".repeat(64), name: "fake" } };
  }

  test("one input for each feature is fed by name, text as text", async () => {
    const {
      feeds,
      model,
      models: store,
    } = fakeModel(
      {
        inputs: [
          { name: "city", dtype: "string", shape: ["n", 1] },
          { name: "age", dtype: "int64", shape: ["n", 1] },
        ],
        outputs: [{ name: "price", dtype: "float32", shape: ["n", 1] }],
      },
      ({ age }) => ({
        price: { dtype: "float32", shape: age!.shape, data: Float32Array.from(age!.data as BigInt64Array, Number) },
      }),
    );

    const { table } = await run(people, { model }, { models: store });

    expect(feeds[0]).toEqual({
      city: { dtype: "string", shape: [3, 1], data: ["Rome", "Oslo", ""] },
      age: { dtype: "int64", shape: [3, 1], data: new BigInt64Array([30n, 41n, 52n]) },
    });
    expect(await columnsOf(table)).toMatchObject({ price: [30, 41, 52] });
  });

  test("a batch of fixed size is filled up, and what fills it is left out of the table", async () => {
    const {
      feeds,
      model,
      models: store,
    } = fakeModel(
      {
        inputs: [{ name: "x", dtype: "float64", shape: [2, 1] }],
        outputs: [{ name: "y", dtype: "float64", shape: [2] }],
      },
      ({ x }) => ({ y: { dtype: "float64", shape: [2], data: (x!.data as Float64Array).map((value) => value * 2) } }),
    );

    const { table } = await run(people, { model }, { models: store });

    expect(feeds.map(({ x }) => [...(x!.data as Float64Array)])).toEqual([
      [30, 41],
      [52, 0],
    ]);
    expect((await columnsOf(table))["y"]).toEqual([60, 82, 104]);
  });

  test("classes are called by their labels, and by their numbers where there is none", async () => {
    const { model, models: store } = fakeModel(
      {
        inputs: [{ name: "x", dtype: "float32", shape: ["n", 1] }],
        outputs: [{ name: "class", dtype: "int64", shape: ["n"] }],
        labels: ["cat", "dog", "cat"],
      },
      ({ x }) => ({
        class: { dtype: "int64", shape: [1], data: BigInt64Array.from(x!.data as Float32Array, (n) => BigInt(n)) },
      }),
    );
    const table = await openCsv("x\n1\n2\n7\n0\n");

    const columns = await columnsOf((await run(table, { model, batchRows: 1 }, { models: store })).table);

    expect(columns["class"]).toEqual(["dog", "cat", "class 7", "cat"]);
  });

  test("scores alone get a label from the highest", async () => {
    const { model, models: store } = fakeModel(
      {
        inputs: [{ name: "x", dtype: "float32", shape: ["n", 1] }],
        outputs: [{ name: "scores", dtype: "float32", shape: ["n", 2] }],
        labels: ["young", "old"],
      },
      ({ x }) => ({
        scores: {
          dtype: "float32",
          shape: [3, 2],
          data: Float32Array.from((x!.data as Float32Array).values().flatMap((v) => [40, v])),
        },
      }),
    );

    const columns = await columnsOf((await run(people, { model }, { models: store })).table);

    expect(columns["label"]).toEqual(["young", "old", "old"]);
    expect(columns["scores_old"]).toEqual([30, 41, 52]);
  });

  test("a whole number is needed where the model takes whole numbers", async () => {
    const { model, models: store } = fakeModel(
      {
        inputs: [{ name: "x", dtype: "int32", shape: ["n"] }],
        outputs: [{ name: "y", dtype: "int32", shape: ["n"] }],
      },
      ({ x }) => ({ y: x! }),
    );

    await expect(run(await openCsv("x\n1\n2.5\n"), { model }, { models: store })).rejects.toMatchObject({
      message: 'Row 2, column "x" is 2.5, and the model needs a whole number (int32).',
    });
  });

  test("a model of pictures is refused", async () => {
    const { model, models: store } = fakeModel(
      { inputs: [{ name: "pixels", dtype: "float32", shape: [1, 3, 8, 8] }], outputs: [] },
      () => ({}),
    );

    await expect(run(people, { model }, { models: store })).rejects.toMatchObject({
      message:
        '"fake" takes no rows of a table, such as float32 [batch, features]; it takes "pixels" float32 [1,3,8,8]. Use "Run model" for it.',
    });
  });
});
