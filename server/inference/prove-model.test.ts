import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { countingLoop } from "./onnx/hostile-models-for-tests.ts";
import { addOne, int64s, model, node, tensor, valueInfo } from "./onnx/onnx-writer-for-tests.ts";
import { proveModel } from "./prove-model.ts";

const folder = mkdtempSync(join(tmpdir(), "patchbay-prove-"));
afterAll(() => rmSync(folder, { recursive: true }));

function prove(bytes: Uint8Array, limits?: Parameters<typeof proveModel>[1]) {
  const path = join(folder, "model.onnx");
  writeFileSync(path, bytes);
  return proveModel(path, limits);
}

/** float32 [batch, 2] to the same. */
const overTwo = (nodes: Uint8Array[], initializers: Uint8Array[], dims: (string | number)[] = ["batch", 2]) =>
  model({ nodes, initializers, inputs: [valueInfo("x", "float32", dims)], outputs: [valueInfo("y", "float32", dims)] });

test("a model whose rows are independent is told by trying, and so is one whose rows are not", async () => {
  const axis = tensor({ name: "axis", type: "int64", dims: [1], raw: int64s(0) });

  expect(await prove(addOne())).toEqual({ isBatched: true, why: "Each row of a batch gave what it gives alone." });
  expect(await prove(overTwo([node("CumSum", ["x", "axis"], ["y"])], [axis]))).toEqual({
    isBatched: false,
    why: "A row's result depends on the rows beside it.",
  });
});

test("what the shapes rule out needs no trying, and what they leave open only real inputs can tell", async () => {
  expect(await prove(overTwo([node("Neg", ["x"], ["y"])], [], [1, 2]))).toMatchObject({
    isBatched: false,
    why: expect.stringContaining("is not open"),
  });
  expect(await prove(overTwo([node("Neg", ["x"], ["y"])], [], ["batch", "length"]))).toBeNull();
});

test("a model that never ends, and one that takes all memory, cost a child process and a sentence", async () => {
  const size = tensor({ name: "size", type: "int64", dims: [2], raw: int64s(1, 700_000_000) });
  const grower = model({
    nodes: [node("Expand", ["x", "size"], ["y"])],
    initializers: [size],
    inputs: [valueInfo("x", "float32", ["batch", 1])],
    outputs: [valueInfo("y", "float32", ["batch", "many"])],
  });

  expect(await prove(countingLoop(2n ** 63n - 1n, ["batch"]), { timeLimitMs: 4_000 })).toEqual({
    isBatched: false,
    why: "It could not be tried. It did not answer within 4 s.",
  });
  expect(await prove(grower, { memoryLimitBytes: 500_000_000 })).toEqual({
    isBatched: false,
    why: "It could not be tried. It needs more than 500 MB.",
  });
});
