import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NodeError } from "../../graph/node-runner.ts";
import type { ComputedCall } from "../../graph/node-runner.ts";
import type { TensorSignature, TensorValue } from "../../graph/values.ts";
import { createBatcher } from "./batcher.ts";
import type { BatcherOptions } from "./batcher.ts";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import type { Feeds } from "./joined-rows.ts";
import type { Bytes } from "./onnx/onnx-writer-for-tests.ts";
import { attribute, floats as rawFloats, model, node, tensor, valueInfo } from "./onnx/onnx-writer-for-tests.ts";
import { openModelStore } from "./open-model-store.ts";

const inputs: TensorSignature[] = [{ name: "x", dtype: "float32", shape: ["n", 2] }];
const row = (...data: number[]): Feeds => ({
  x: { dtype: "float32", shape: [1, data.length], data: Float32Array.from(data) },
});
const independent: BatchingVerdict = { isBatched: true, why: "" };

/** A batcher over a made-up model, y = x + 1, whose runs take 1 ms and next to nothing for each row; keeps the rows of each run. */
function batcherOf(options: Partial<BatcherOptions> & { fail?: (feeds: Feeds) => void } = {}) {
  const runs: number[][] = [];
  const verdicts: BatchingVerdict[] = [];
  const batcher = createBatcher({
    inputs,
    verdict: independent,
    onVerdict: (verdict) => verdicts.push(verdict),
    maxJointBytes: Infinity,
    compute: async (feeds) => {
      const { shape, data } = feeds.x!;
      runs.push(Array.from(data as Float32Array));
      await new Promise((resolve) => setImmediate(resolve));
      options.fail?.(feeds);
      const results = {
        y: { dtype: "float32" as const, shape, data: (data as Float32Array).map((value) => value + 1) },
      };
      return { results, computeMs: 1 + 0.001 * shape[0]!, times: { from: 0, copyInMs: 0, computeMs: 1, copyOutMs: 0 } };
    },
    ...options,
  });
  return { batcher, runs, verdicts };
}

/** Runs until the cost is learned, so that what waits is joined. */
async function warmed(options: Parameters<typeof batcherOf>[0] = {}) {
  const made = batcherOf(options);
  for (const count of [1, 1, 4, 4, 8, 8, 16, 16, 16]) {
    await Promise.all(Array.from({ length: count }, (_, at) => made.batcher.run(row(at, at))));
  }
  made.runs.length = 0;
  return made;
}

test("a call alone is computed at once and as it is", async () => {
  const { batcher, runs } = batcherOf();

  const results = await batcher.run(row(1, 2));

  expect(results.y!.data).toEqual(Float32Array.of(2, 3));
  expect(runs).toEqual([[1, 2]]);
});

test("what waits for one model is computed together, and each gets its own rows", async () => {
  const { batcher, runs } = await warmed();
  const told: ComputedCall[] = [];

  const results = await Promise.all(
    [3, 5, 7, 9].map((value) => batcher.run(row(value, -value), { onComputed: (call) => told.push(call) })),
  );

  expect(runs).toEqual([[3, -3, 5, -5, 7, -7, 9, -9]]);
  expect(results.map(({ y }) => Array.from(y!.data as Float32Array))).toEqual([
    [4, -2],
    [6, -4],
    [8, -6],
    [10, -8],
  ]);
  expect(told.map(({ together }) => together)).toEqual([4, 4, 4, 4]);
  expect(new Set(told.map(({ joint }) => joint)).size).toBe(1);
  expect(told[0]!.joint).toBeGreaterThan(0);
});

test("other shapes are never joined, nor are calls whose inputs have different numbers of rows", async () => {
  const { batcher, runs } = await warmed();
  const wide: Feeds = { x: { dtype: "float32", shape: [1, 3], data: new Float32Array(3) } };

  await Promise.all([batcher.run(row(1, 1)), batcher.run(wide), batcher.run(row(2, 2)), batcher.run(wide)]);

  expect(runs.every((values) => values.length % 3 === 0 || values.every((value) => value > 0))).toBe(true);
  expect(runs.flat()).toHaveLength(10);
});

test("of rows that are not independent, each call is computed alone", async () => {
  const { batcher, runs } = await warmed({ verdict: { isBatched: false, why: "" } });

  await Promise.all(Array.from({ length: 10 }, (_, at) => batcher.run(row(at, at))));

  expect(runs).toHaveLength(10);
});

test("a call that makes the joint run fail fails alone", async () => {
  const poison = (feeds: Feeds) => {
    if ((feeds.x!.data as Float32Array).includes(99)) throw new NodeError("bad-input", "99 is refused");
  };
  const { batcher } = await warmed({ fail: poison });

  const settled = await Promise.allSettled([11, 12, 99, 14].map((value) => batcher.run(row(value, value))));

  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect((settled[2] as PromiseRejectedResult).reason).toMatchObject({ kind: "bad-input" });
});

test("where memory does not suffice for all, fewer are joined from then on", async () => {
  const full = (feeds: Feeds) => {
    if (feeds.x!.shape[0]! > 4) throw new NodeError("memory-limit", "no memory");
  };
  const { batcher, runs } = await warmed({ fail: full });

  await Promise.all(Array.from({ length: 16 }, (_, at) => batcher.run(row(at, at))));

  expect(Math.max(...runs.map((values) => values.length / 2))).toBeLessThanOrEqual(4);
});

test("no more rows are joined than their bytes allow", async () => {
  const { batcher, runs } = await warmed({ maxJointBytes: 4 * 16 });

  await Promise.all(Array.from({ length: 16 }, (_, at) => batcher.run(row(at, at))));

  expect(Math.max(...runs.map((values) => values.length / 2))).toBeLessThanOrEqual(4);
});

test("a call that was cancelled while it waited is not computed", async () => {
  const { batcher, runs } = await warmed();
  const controller = new AbortController();
  const first = batcher.run(row(1, 1));
  await new Promise((resolve) => setImmediate(resolve));
  const second = batcher.run(row(2, 2), { signal: controller.signal });
  const third = batcher.run(row(3, 3));
  controller.abort(new Error("not wanted any more"));

  await expect(second).rejects.toThrow("not wanted any more");
  await Promise.all([first, third]);

  expect(runs.flat()).not.toContain(2);
});

describe("the proof", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "patchbay-batches-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function prove(bytes: Bytes): Promise<BatchingVerdict | undefined> {
    const hash = createHash("sha256").update(bytes).digest("hex");
    const file = path.join(folder, hash);
    await writeFile(file, bytes);
    const verdicts = new Map<string, BatchingVerdict>();
    const store = openModelStore({ threads: 1, readModelPath: async () => file, verdicts });
    await store.keepReady({ hash, name: "test" });
    await store.close();
    return verdicts.get(hash);
  }

  const one = (...nodes: Bytes[]) =>
    model({
      nodes,
      inputs: [valueInfo("x", "float32", ["n", 4])],
      outputs: [valueInfo("y", "float32", ["n", 4])],
    });
  const overRows = { attributes: [attribute.int("axis", 0)] };

  test.each([
    ["Relu", one(node("Relu", ["x"], ["y"]))],
    ["a softmax within each row", one(node("Softmax", ["x"], ["y"], { attributes: [attribute.int("axis", 1)] }))],
  ])("holds for %s", async (_, bytes) => {
    expect(await prove(bytes)).toMatchObject({ isBatched: true });
  });

  test.each([
    [
      "a softmax over the rows",
      one(node("Softmax", ["x"], ["s"], overRows), node("Add", ["x", "s"], ["y"])),
      "rows beside it",
    ],
    ["a mean over all", one(node("ReduceMean", ["x"], ["m"]), node("Sub", ["x", "m"], ["y"])), "rows beside it"],
    [
      "weights that are quantised for the batch as a whole",
      one(
        node("DynamicQuantizeLinear", ["x"], ["q", "scale", "zero"]),
        node("DequantizeLinear", ["q", "scale", "zero"], ["y"]),
      ),
      "rows beside it",
    ],
    [
      "random numbers",
      one(node("RandomUniformLike", ["x"], ["r"]), node("Add", ["x", "r"], ["y"])),
      "another result each time",
    ],
    ["outputs that are not one a row", one(node("Concat", ["x", "x"], ["y"], overRows)), "not one entry"],
    ["a constant", one(node("Sub", ["x", "x"], ["y"])), "could not tell"],
  ])("fails for %s", async (_, bytes, why) => {
    const verdict = await prove(bytes);

    expect(verdict?.isBatched).toBe(false);
    expect(verdict?.why).toContain(why);
  });

  const operators = fc.array(fc.constantFrom("Relu", "Sigmoid", "Tanh", "Exp", "Neg", "MatMul"), {
    minLength: 1,
    maxLength: 4,
  });

  test("of any small model, what is joined gives what each gives alone", async () => {
    await fc.assert(
      fc.asyncProperty(
        operators,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 20, maxLength: 40 }),
        async (chain, counts) => {
          const weights = Array.from({ length: 16 }, (_, at) => ((at * 37) % 11) / 11 - 0.4);
          const bytes = model({
            nodes: chain.map((operator, at) =>
              node(operator, operator === "MatMul" ? [`v${at}`, "w"] : [`v${at}`], [`v${at + 1}`]),
            ),
            inputs: [valueInfo("v0", "float32", ["n", 4])],
            outputs: [valueInfo(`v${chain.length}`, "float32", ["n", 4])],
            initializers: [tensor({ name: "w", dims: [4, 4], raw: rawFloats(...weights) })],
          });
          const hash = createHash("sha256").update(bytes).digest("hex");
          const file = path.join(folder, hash);
          await writeFile(file, bytes);
          const alone = openModelStore({
            threads: 1,
            readModelPath: async () => file,
            verdicts: new Map([[hash, { isBatched: false, why: "" }]]),
          });
          const joined = openModelStore({ threads: 1, readModelPath: async () => file });
          const feeds = counts.map((rows, call): Record<string, TensorValue> => {
            const data = Float32Array.from({ length: rows * 4 }, (_, at) => Math.sin(call * 31 + at));
            return { v0: { dtype: "float32", shape: [rows, 4], data } };
          });
          const largest: number[] = [];
          const one = await alone.open({ hash, name: "test" });
          const many = await joined.open({ hash, name: "test" });

          const expected = await Promise.all(feeds.map((each) => one.run(each)));
          const found = await Promise.all(
            [...feeds, ...feeds, ...feeds].map((each) =>
              many.run(each, { onComputed: ({ together }) => largest.push(together) }),
            ),
          );

          for (const [at, results] of found.entries()) {
            const [output] = Object.values(results);
            const [wanted] = Object.values(expected[at % feeds.length]!);
            expect(output!.shape).toEqual(wanted!.shape);
            for (const [place, value] of (output!.data as Float32Array).entries()) {
              expect(value).toBeCloseTo(wanted!.data[place] as number, 4);
            }
          }
          await Promise.all([alone.close(), joined.close()]);
        },
      ),
      { numRuns: 15 },
    );
  });
});
