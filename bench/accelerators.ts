import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenModel } from "../graph/node-runner.ts";
import type { TensorValue } from "../graph/values.ts";
import { cpuBudget } from "../server/engine/cpu-budget.ts";
import { openModelStore } from "../server/inference/open-model-store.ts";
import { devicesOf, proveAccelerators } from "../server/inference/prove-accelerators.ts";
import { median } from "./compare.ts";

/**
 * `node bench/accelerators.ts` measures the demo models on each proved device through the model store and compares the
 * results with the processor's. One line of a Markdown table for each model, input and device.
 */
const models = fileURLToPath(new URL("../templates/models", import.meta.url));
const cases = [
  { model: "shapes-segmenter", shape: [1, 3, 160, 160] },
  { model: "shapes-segmenter", shape: [1, 3, 1024, 1024] },
  { model: "shapes-segmenter", shape: [8, 3, 1024, 1024] },
  { model: "shapes-detector", shape: [1, 3, 160, 160] },
  { model: "shapes-detector", shape: [64, 3, 160, 160] },
];
const ROUNDS = 15;

const reports = await proveAccelerators();
for (const report of reports) console.log(JSON.stringify(report));
const devices = devicesOf(reports);
const files = new Map(
  ["shapes-segmenter", "shapes-detector"].map((name) => {
    const file = path.join(models, name, "model.onnx");
    return [createHash("sha256").update(readFileSync(file)).digest("hex"), { name, file }];
  }),
);
const store = openModelStore({
  readModelPath: async (hash) => files.get(hash)!.file,
  threads: cpuBudget(),
  devices: () => devices,
});

console.log(
  "\n| model | input | device | median ms | ÷ cpu | largest difference from cpu |\n|---|---|---|---|---|---|",
);
for (const { model, shape } of cases) {
  const [hash] = [...files].find(([, { name }]) => name === model)!;
  let reference: { ms: number; output: TensorValue } | undefined;
  for (const device of ["cpu", ...devices.filter((one) => one !== "cpu" && one !== "tensorrt")]) {
    const measured = await measure(await store.open({ hash, name: model }, { device }), shape);
    reference ??= measured;
    const difference = largestDifference(measured.output, reference.output);
    const ratio = (reference.ms / measured.ms).toFixed(2);
    console.log(
      `| ${model} | ${shape.join(" × ")} | ${device} | ${measured.ms.toFixed(2)} | ${ratio} × | ${difference.toExponential(1)} |`,
    );
  }
}
await store.close();

async function measure(model: OpenModel, shape: number[]): Promise<{ ms: number; output: TensorValue }> {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const data = Float32Array.from({ length: size }, (_, index) => ((index * 7_919) % 1_000) / 1_000);
  const feeds = { [model.inputs[0]!.name]: { dtype: "float32" as const, shape, data } };
  const times: number[] = [];
  let results = await model.run(feeds);
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    results = await model.run(feeds);
    times.push(performance.now() - from);
  }
  return { ms: median(times), output: results[model.outputs[0]!.name]! };
}

function largestDifference(a: TensorValue, b: TensorValue): number {
  const [left, right] = [a.data as Float32Array, b.data as Float32Array];
  return left.reduce((largest, value, index) => Math.max(largest, Math.abs(value - right[index]!)), 0);
}
