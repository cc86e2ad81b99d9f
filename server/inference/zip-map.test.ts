import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cutZipMaps } from "./onnx/cut-zip-map.ts";
import type { Bytes } from "./onnx/onnx-writer-for-tests.ts";
import { addOne, attribute, float, int, join, model, node, part, valueInfo } from "./onnx/onnx-writer-for-tests.ts";
import { openModelStore } from "./open-model-store.ts";
import { readOnnx } from "./read-onnx.ts";

const strings = (name: string, values: readonly string[]) =>
  join([part(1, name), ...values.map((value) => part(9, value)), int(20, 8)]);
const floatList = (name: string, values: readonly number[]) =>
  join([part(1, name), ...values.map((value) => float(7, value)), int(20, 6)]);

/** A sequence of maps from text (8) or int64 (7) to float32, as a ZipMap declares its output. */
const maps = (name: string, key: 7 | 8) => {
  const mapType = join([int(1, key), part(2, part(1, int(1, 1)))]);
  return join([part(1, name), part(2, part(4, part(1, part(5, mapType))))]);
};

/** What scikit-learn's exporter makes of a logistic regression over two features and two classes. */
const classifier = (
  classes: { names?: string[]; numbers?: number[] },
  opset: { domain?: string; version: number }[],
) => {
  const [ownClasses, zipClasses] = classes.names
    ? [strings("classlabels_strings", classes.names), strings("classlabels_strings", classes.names)]
    : [attribute.ints("classlabels_ints", classes.numbers!), attribute.ints("classlabels_int64s", classes.numbers!)];
  return model({
    nodes: [
      node("LinearClassifier", ["X"], ["label", "probabilities"], {
        domain: "ai.onnx.ml",
        attributes: [
          floatList("coefficients", [1, 0, -1, 0]),
          floatList("intercepts", [0, 0]),
          attribute.string("post_transform", "SOFTMAX"),
          ownClasses,
        ],
      }),
      node("ZipMap", ["probabilities"], ["output_probability"], { domain: "ai.onnx.ml", attributes: [zipClasses] }),
    ],
    inputs: [valueInfo("X", "float32", [null, 2])],
    outputs: [
      valueInfo("label", classes.names ? "string" : "int64", [null]),
      maps("output_probability", classes.names ? 8 : 7),
    ],
    opset,
  });
};
const both = [{ version: 15 }, { domain: "ai.onnx.ml", version: 2 }];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "patchbay-zipmap-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function predict(bytes: Bytes, rows: number[]) {
  const hash = createHash("sha256").update(bytes).digest("hex");
  const file = path.join(folder, hash);
  await writeFile(file, bytes);
  const store = openModelStore({ threads: 1, readModelPath: async () => file });
  const opened = await store.open({ hash, name: "test" });
  const X = { dtype: "float32" as const, shape: [rows.length / 2, 2], data: Float32Array.from(rows) };
  const results = await opened.run({ X });
  await store.close();
  return { opened, results };
}

test("a classifier that ends in a ZipMap gives its probabilities, named by the map's keys", async () => {
  const bytes = classifier({ names: ["cat", "dog"] }, both);

  const { opened, results } = await predict(bytes, [2, 0, -2, 0]);

  expect(readOnnx(bytes).outputs).toEqual([
    { name: "label", dtype: "string", shape: [null] },
    { name: "output_probability", dtype: "float32", shape: [null, 2] },
  ]);
  expect(opened.outputs).toEqual(readOnnx(bytes).outputs);
  expect(opened.labels).toEqual(["cat", "dog"]);
  expect(results.label!.data).toEqual(["cat", "dog"]);
  const [certain, unlikely] = [1 / (1 + Math.exp(-4)), 1 / (1 + Math.exp(4))];
  const found = Array.from(results.output_probability!.data as Float32Array);
  for (const [at, value] of [certain, unlikely, unlikely, certain].entries()) expect(found[at]).toBeCloseTo(value, 5);
});

test("classes that are numbers are not taken for names: they need not count from 0", async () => {
  const bytes = classifier({ numbers: [3, 7] }, both);

  const { opened, results } = await predict(bytes, [-2, 0]);

  expect(opened.labels).toEqual([]);
  expect(results.label!.data).toEqual(BigInt64Array.of(7n));
  expect(results.output_probability!.shape).toEqual([1, 2]);
});

test("a model that imports none but the machine learning operators computes too", async () => {
  const { results } = await predict(classifier({ names: ["a", "b"] }, [{ domain: "ai.onnx.ml", version: 2 }]), [2, 0]);

  expect(results.label!.data).toEqual(["a"]);
});

test("a model without one is left as it is", () => {
  expect(cutZipMaps(Buffer.from(addOne()))).toBeNull();
  expect(cutZipMaps(Buffer.from(addOne({ metadata: { note: "no ZipMap here" } })))).toBeNull();
});

test("what only ends in the middle is told as no model", () => {
  const bytes = Buffer.from(classifier({ names: ["cat", "dog"] }, both));

  expect(() => readOnnx(bytes.subarray(0, bytes.length - 30))).toThrow(
    /cannot be read|no ONNX|not an ONNX|ends in the middle/i,
  );
});
