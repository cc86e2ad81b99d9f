import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TensorValue } from "../../../graph/values.ts";
import type { Bytes } from "../onnx/onnx-writer-for-tests.ts";
import {
  addOne,
  externalData,
  float,
  floats,
  int,
  int64s,
  join,
  model,
  node,
  part,
  tensor,
  valueInfo,
  varint,
} from "../onnx/onnx-writer-for-tests.ts";
import type { CaseResult, ConformanceCase } from "./conformance-case.ts";
import { findCases } from "./find-cases.ts";
import { defaultTolerance, findTensorDifference } from "./find-tensor-difference.ts";
import { readTestTensor } from "./read-test-tensor.ts";
import { runCases } from "./run-cases.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "patchbay-conformance-"));
});
afterAll(() => rm(folder, { recursive: true }));

const tensorOf = (dtype: TensorValue["dtype"], data: TensorValue["data"], shape = [data.length]): TensorValue => ({
  dtype,
  shape,
  data,
});

describe("a tensor in a file of its own", () => {
  const packed = (field: number, ...values: (number | bigint)[]) => part(field, join(values.map(varint)));
  const cases: [what: string, file: Bytes, value: TensorValue][] = [
    ["raw float32", tensor({ dims: [2], raw: floats(1.5, -2) }), tensorOf("float32", Float32Array.of(1.5, -2))],
    [
      "float32, one number at a time",
      tensor({ dims: [2], more: [float(4, 1.5), float(4, -2)] }),
      tensorOf("float32", Float32Array.of(1.5, -2)),
    ],
    ["float32, packed", tensor({ dims: [1], more: [part(4, floats(3))] }), tensorOf("float32", Float32Array.of(3))],
    [
      "float64, packed",
      tensor({ type: "float64", dims: [1], more: [part(10, new Uint8Array(Float64Array.of(0.1).buffer))] }),
      tensorOf("float64", Float64Array.of(0.1)),
    ],
    ["a number without dimensions", tensor({ raw: floats(7) }), tensorOf("float32", Float32Array.of(7), [])],
    [
      "int64 beyond 2^53",
      tensor({ type: "int64", dims: [2], more: [packed(7, 2n ** 62n + 1n, -1)] }),
      tensorOf("int64", BigInt64Array.of(2n ** 62n + 1n, -1n)),
    ],
    [
      "uint64 with its highest bit",
      tensor({ type: "uint64", dims: [1], more: [int(11, 2n ** 64n - 1n)] }),
      tensorOf("uint64", BigUint64Array.of(2n ** 64n - 1n)),
    ],
    ["raw int64", tensor({ type: "int64", dims: [1], raw: int64s(-5) }), tensorOf("int64", BigInt64Array.of(-5n))],
    [
      "negative int8",
      tensor({ type: "int8", dims: [2], more: [int(5, -1), int(5, 7)] }),
      tensorOf("int8", Int8Array.of(-1, 7)),
    ],
    ["bool", tensor({ type: "bool", dims: [2], more: [packed(5, 1, 0)] }), tensorOf("bool", Uint8Array.of(1, 0))],
    [
      "float16 as its bits",
      tensor({ type: "float16", dims: [1], more: [int(5, 0x3c00)] }),
      tensorOf("float16", Uint16Array.of(0x3c00)),
    ],
    [
      "text",
      tensor({ type: "string", dims: [2], more: [part(6, "Tür"), part(6, "")] }),
      tensorOf("string", ["Tür", ""]),
    ],
    ["nothing", tensor({ dims: [0] }), tensorOf("float32", new Float32Array())],
  ];

  test.each(cases)("is read: %s", (_, file, value) => {
    expect(readTestTensor(file)).toEqual(value);
  });

  test("is refused with the reason when it cannot flow, or is not whole", () => {
    const bfloat16 = tensor({ type: "bfloat16", dims: [1], raw: Uint8Array.of(0, 0) });

    expect(() => readTestTensor(bfloat16)).toThrow("The tensor is of bfloat16, which cannot flow between nodes.");
    expect(() => readTestTensor(tensor({ dims: [2], raw: floats(1) }))).toThrow("takes 8 bytes, but holds 4");
    expect(() => readTestTensor(tensor({ dims: [1], more: externalData("x.bin") }))).toThrow('the file "x.bin"');
  });
});

describe("results", () => {
  const f32 = (...values: number[]) => tensorOf("float32", Float32Array.from(values));

  test("are the same within the tolerance; NaN equals NaN, and infinity itself alone", () => {
    expect(findTensorDifference(f32(1.0009, NaN, Infinity), f32(1, NaN, Infinity))).toBeNull();
    expect(findTensorDifference(f32(1.002, 2), f32(1, 2))).toMatch(/^1 of 2 values differ; number 0 is 1\.00/);
    expect(findTensorDifference(f32(1e-6), f32(0))).toMatch(/instead of 0$/);
    expect(findTensorDifference(f32(1e-6), f32(0), { rtol: 0, atol: 1e-5 })).toBeNull();
    expect(findTensorDifference(f32(-Infinity), f32(Infinity))).toBe(
      "1 of 1 values differ; number 0 is -Infinity instead of Infinity",
    );
    expect(findTensorDifference(f32(1), f32(NaN))).toMatch(/instead of NaN$/);
  });

  test("differ by their type or shape alone", () => {
    expect(findTensorDifference(f32(1), tensorOf("int32", Int32Array.of(1)))).toBe(
      "it is float32 [1] instead of int32 [1]",
    );
    expect(findTensorDifference(f32(1), tensorOf("float32", Float32Array.of(1), []))).toMatch(
      /instead of float32 \[\]$/,
    );
  });

  test("are compared as the numbers that float16 bits mean, and text and booleans exactly", () => {
    const f16 = (bits: number) => tensorOf("float16", Uint16Array.of(bits));

    expect(findTensorDifference(f16(0x7800), f16(0x7801))).toBeNull();
    expect(findTensorDifference(f16(0x3c00), f16(0xbc00))).toMatch(/is 1 instead of -1$/);
    expect(findTensorDifference(f16(0x0001), f16(0x0400))).toMatch(/is 5\.96.*e-8 instead of 0\.000061/);
    expect(findTensorDifference(f16(0x7e00), f16(0xfe01))).toBeNull();
    expect(findTensorDifference(tensorOf("string", ["a"]), tensorOf("string", ["b"]))).toMatch(
      /is "a" instead of "b"$/,
    );
    expect(findTensorDifference(tensorOf("bool", Uint8Array.of(1)), tensorOf("bool", Uint8Array.of(2)))).toBeNull();
    expect(
      findTensorDifference(tensorOf("int64", BigInt64Array.of(1n)), tensorOf("int64", BigInt64Array.of(2n))),
    ).toMatch(/is 1 instead of 2$/);
  });
});

async function writeCase(name: string, files: Record<string, Bytes | string>): Promise<void> {
  for (const [file, content] of Object.entries(files)) {
    const place = path.join(folder, "cases", name, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, content);
  }
}

const input = tensor({ dims: [1, 2], raw: floats(1, 2) });
const dataSet = (output: Bytes) => ({
  "test_data_set_0/input_0.pb": input,
  "test_data_set_0/output_0.pb": tensor({ dims: [1, 2], raw: output }),
});

describe("cases", () => {
  test("pass, or fail in the group of what stood in the way", async () => {
    const right = dataSet(floats(2, 3));
    await writeCase("a-right", { "model.onnx": addOne(), ...right });
    await writeCase("b-differs", { "model.onnx": addOne(), ...dataSet(floats(2, 4)) });
    await writeCase("c-own-tolerance", {
      "model.onnx": addOne(),
      "data.json": `{"rtol": 0.5}`,
      ...dataSet(floats(2, 4)),
    });
    const weights = [tensor({ name: "one", dims: [1], more: externalData("weights.bin") })];
    await writeCase("d-reader", { "model.onnx": addOne({ initializers: weights }), ...right });
    await writeCase("e-store", { "model.onnx": addOne({ inputs: [valueInfo("x", "float32", [2, 2])] }), ...right });
    const int16 = [valueInfo("x", "int16", [1])];
    const max = model({
      nodes: [node("Max", ["x", "x"], ["y"])],
      inputs: int16,
      outputs: [valueInfo("y", "int16", [1])],
    });
    await writeCase("f-runtime", { "model.onnx": max, ...right });
    await writeCase("g-broken", { "model.onnx": addOne(), ...right, "test_data_set_0/input_0.pb": "?" });
    const sequence = join([part(1, "x"), part(2, part(4, part(1, part(1, int(1, 1)))))]);
    await writeCase("h-sequence", { "model.onnx": addOne({ inputs: [sequence] }), ...right });
    await writeCase("i-no-model", { "data.json": `{"url": "https://example.org"}` });

    const results = await Array.fromAsync(runCases(await findCases(path.join(folder, "cases"))));

    expect(results.map(summary)).toEqual([
      "a-right: passed",
      "b-differs: differs",
      "c-own-tolerance: passed",
      "d-reader: refused-by-reader external-data-refused",
      "e-store: refused-by-check input-mismatch",
      "f-runtime: not-in-runtime",
      "g-broken: broken",
      "h-sequence: skipped",
      "i-no-model: skipped",
    ]);
    expect(results[1]).toMatchObject({
      reason: 'test_data_set_0: "y": 1 of 2 values differ; number 1 is 3 instead of 4.',
    });
    expect(results[7]).toMatchObject({ reason: "An input or output is a sequence; only tensors flow between nodes." });
  });

  test("fail alone when the process dies on them, or takes too long", async () => {
    const childScript = path.join(folder, "child.mjs");
    await writeFile(
      childScript,
      `process.on("message", ({ name }) => {
        if (name === "dies") process.kill(process.pid, "SIGKILL");
        else if (name !== "hangs") process.send({ outcome: "passed" });
      });
      process.send("ready");`,
    );
    const cases: ConformanceCase[] = ["one", "dies", "two", "hangs", "three"].map((name) => ({
      name,
      folder,
      tolerance: defaultTolerance,
    }));

    const results = await Array.fromAsync(runCases(cases, { childScript, timeLimitMs: 5_000 }));

    expect(results.map(summary)).toEqual([
      "one: passed",
      "dies: crashed",
      "two: passed",
      "hangs: crashed",
      "three: passed",
    ]);
    expect(results[1]).toMatchObject({ reason: "The process ended: SIGKILL." });
    expect(results[3]).toMatchObject({ reason: "It did not answer within 5 s." });
  });

  const debian = "/usr/share/libonnx-testdata/data";
  test.runIf(existsSync(debian))("of the public tests pass, where they are installed", async () => {
    const names = [
      "abs",
      "add_uint8",
      "cast_FLOAT16_to_FLOAT",
      "equal_bcast",
      "if",
      "loop11",
      "nonzero_example",
      "topk",
    ];
    const wanted = new Set(names.map((name) => `node/test_${name}`));
    const cases = (await findCases(debian)).filter(({ name }) => wanted.has(name));

    const results = await Array.fromAsync(runCases(cases));

    expect(results.length).toBeGreaterThan(4);
    expect(results.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
  });
});

function summary(result: CaseResult): string {
  const words = result.outcome === "failed" ? [result.group, result.rule ?? ""] : [result.outcome];
  return `${result.name}: ${words.join(" ").trim()}`;
}
