import { expect, test } from "vitest";
import { AppError } from "../app-error.ts";
import { countingLoop, giantOutput } from "../inference/onnx/hostile-models-for-tests.ts";
import { addOne, attribute, floats, model, node, tensor, valueInfo } from "../inference/onnx/onnx-writer-for-tests.ts";
import { readOnnx } from "../inference/read-onnx.ts";
import { openTestPool, tensorInput, workflow } from "./pool-for-tests.ts";

/** More for a night: MUTANTS=5000. */
const MUTANTS = Number(process.env.MUTANTS ?? 150);

const seeds = [
  addOne(),
  countingLoop(3),
  giantOutput("Tile"),
  model({
    nodes: [
      node("Conv", ["x", "w"], ["c"], { attributes: [attribute.ints("kernel_shape", [2])] }),
      node("Relu", ["c"], ["y"]),
    ],
    inputs: [valueInfo("x", "float32", [1, 1, 4])],
    outputs: [valueInfo("y", "float32", [1, 1, "n"])],
    initializers: [tensor({ name: "w", dims: [1, 1, 2], raw: floats(1, 2) })],
  }),
];

/** The same numbers in every run of the test (mulberry32). */
function numbersFrom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function mutantOf(next: (below: number) => number): Buffer {
  const mutant = Buffer.from(seeds[next(seeds.length)]!);
  for (let change = 0; change <= next(3); change++) {
    const at = next(mutant.length);
    if (next(2) === 0) mutant[at] = mutant[at]! ^ (1 << next(8));
    else mutant.copy(mutant, at, next(mutant.length), next(mutant.length));
  }
  return mutant;
}

test(`47: each of ${MUTANTS} broken models gets an answer, and nothing but an engine ever dies`, async () => {
  const lab = await openTestPool({ memoryLimitBytes: 1_500_000_000, cancelGraceMs: 300 });
  const next = numbersFrom(20_261_121);
  const answers = { refused: 0, ended: 0, lost: 0 };

  for (let count = 0; count < MUTANTS; count++) {
    const mutant = mutantOf(next);
    try {
      readOnnx(mutant);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      answers.refused++;
      continue;
    }
    const ref = await lab.putModel(mutant);
    const { name, dtype, shape } = readOnnx(mutant).inputs[0] ?? { name: "", dtype: "float32", shape: [] };
    const sizes = shape.map((dim) => (typeof dim === "number" ? Math.min(dim, 4) : 2));
    const data = Array.from({ length: sizes.reduce((product, size) => product * size, 1) }, () => 1);
    const parts = { m: { type: "run-model", params: { model: ref } } };
    const isFed = name !== "" && /^[A-Za-z0-9_.-]+$/.test(name) && dtype !== "string";
    const graph = isFed
      ? workflow({ ...parts, t: tensorInput(dtype, sizes, data) }, `t.value -> m.${name}`)
      : workflow(parts);

    const result = await lab.start(graph, { timeoutMs: 2_000 }).result;

    answers[result.kind === "finished" ? "ended" : "lost"]++;
  }

  expect(answers.refused + answers.ended + answers.lost).toBe(MUTANTS);
  expect(answers.refused).toBeGreaterThan(MUTANTS / 4);
  expect(answers.ended).toBeGreaterThan(0);
  await lab.close();
}, 600_000);
