import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { model, node, valueInfo } from "../inference/onnx/onnx-writer-for-tests.ts";
import type { ElementType } from "../inference/onnx/onnx-writer-for-tests.ts";
import { call, expectError, post, postBinary, serveForTests } from "./model-server-for-tests.ts";

/** A model that gives back what it gets, for each dtype. */
const dtypes = {
  float32: "FP32",
  float64: "FP64",
  float16: "FP16",
  int8: "INT8",
  int16: "INT16",
  int32: "INT32",
  int64: "INT64",
  uint8: "UINT8",
  uint16: "UINT16",
  uint32: "UINT32",
  uint64: "UINT64",
  bool: "BOOL",
  string: "BYTES",
} as const satisfies Partial<Record<ElementType, string>>;
type Dtype = keyof typeof dtypes;

const folder = mkdtempSync(join(tmpdir(), "patchbay-serving-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const echoOf = (dtype: Dtype, dims: (number | string)[] = ["n"]) =>
  model({
    nodes: [node("Identity", ["x"], ["y"])],
    inputs: [valueInfo("x", dtype, dims)],
    outputs: [valueInfo("y", dtype, dims)],
  });
for (const dtype of Object.keys(dtypes) as Dtype[]) writeFileSync(join(folder, `${dtype}.onnx`), echoOf(dtype));
writeFileSync(join(folder, "scalar.onnx"), echoOf("float32", []));

const server = await serveForTests({ places: [folder] });
const infer = (name: string) => `${server.httpUrl}/v2/models/${name}/infer`;

/** The output's `data` as text, so that no digit is lost on the way. */
async function echoed(dtype: Dtype, data: string): Promise<string> {
  const count = (JSON.parse(data) as unknown[]).length;
  const body = `{"inputs":[{"name":"x","shape":[${count}],"datatype":"${dtypes[dtype]}","data":${data}}]}`;
  const text = await (await fetch(infer(dtype), { method: "POST", body })).text();
  return /"data":(\[.*\])\}\]/.exec(text)?.[1] ?? text;
}

test.for([
  ["float32", "[1.5,-2,0]"],
  ["float64", "[0.1,1e+300]"],
  ["int8", "[-128,127]"],
  ["int16", "[-32768,32767]"],
  ["int32", "[-2147483648,2147483647]"],
  ["int64", "[-9223372036854775808,9223372036854775807,9007199254740993]"],
  ["uint8", "[0,255]"],
  ["uint16", "[0,65535]"],
  ["uint32", "[0,4294967295]"],
  ["uint64", "[0,18446744073709551615]"],
  ["bool", "[true,false]"],
  ["string", '["","Größe","line\\nbreak 🦊"]'],
] as const)("%s goes through JSON without loss", async ([dtype, data]) => {
  expect(await echoed(dtype, data)).toBe(data);
});

test.for([
  ["int8", "[128]"],
  ["uint8", "[-1]"],
  ["int32", "[1.5]"],
  ["int64", "[9223372036854775808]"],
  ["uint64", "[-1]"],
  ["bool", "[2]"],
  ["string", "[1]"],
  ["float32", "[null]"],
  ["float32", "[true]"],
] as const)("%s does not take %s", async ([dtype, data]) => {
  expect(await echoed(dtype, data)).toMatch(/has at 0 what is no/);
});

test("integers of 64 bits that lost digits are refused, however they are written", async () => {
  expect(await echoed("int64", "[9007199254740993.0]")).toMatch(/at 0 a number that lost digits/);
  expect(await echoed("uint64", "[1e19]")).toMatch(/at 0 a number that lost digits/);
  expect(await echoed("int64", "[1e3]")).toBe("[1000]");
});

const text = (content: Uint8Array) => Buffer.concat([Uint8Array.of(content.length, 0, 0, 0), content]);
const samples: Record<Dtype, Uint8Array> = {
  float32: new Uint8Array(Float32Array.of(Number.NaN, Infinity).buffer),
  float64: new Uint8Array(Float64Array.of(-0, Math.PI).buffer),
  float16: Uint8Array.of(0, 60, 0, 124),
  int8: Uint8Array.of(255, 1),
  int16: Uint8Array.of(1, 2, 3, 255),
  int32: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 255),
  int64: new Uint8Array(BigInt64Array.of(-1n, 2n ** 62n).buffer),
  uint8: Uint8Array.of(0, 255),
  uint16: Uint8Array.of(1, 2, 3, 255),
  uint32: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 255),
  uint64: new Uint8Array(BigUint64Array.of(1n, 2n ** 63n).buffer),
  bool: Uint8Array.of(1, 0),
  string: Buffer.concat([text(Buffer.from("é")), text(Buffer.from(""))]),
};

test.for(Object.keys(dtypes) as Dtype[])("%s comes back byte for byte when it is sent as bytes", async (dtype) => {
  const bytes = samples[dtype];
  const input = { name: "x", shape: [2], datatype: dtypes[dtype], parameters: { binary_data_size: bytes.length } };
  const answer = await postBinary(infer(dtype), { inputs: [input], parameters: { binary_data_output: true } }, [bytes]);
  expect(answer.json.outputs).toMatchObject([{ shape: [2], datatype: dtypes[dtype] }]);
  expect(answer.bytes).toEqual(Buffer.from(bytes));
});

test.for([
  ["string", text(Buffer.from("a")), /has 1 texts/],
  ["string", Uint8Array.of(9, 0, 0, 0, 65), /middle of a text/],
  ["string", Uint8Array.of(1, 0), /middle of a text/],
  ["string", Buffer.concat([text(Uint8Array.of(255)), text(Uint8Array.of(65))]), /not UTF-8/],
  ["bool", Uint8Array.of(1, 2), /0 or 1/],
] as const)("%s bytes that are none are refused", async ([dtype, bytes, message]) => {
  const input = { name: "x", shape: [2], datatype: dtypes[dtype], parameters: { binary_data_size: bytes.length } };
  expectError(await postBinary(infer(dtype), { inputs: [input] }, [bytes]), 400, message);
});

test("numbers that JSON does not have are asked for as bytes", async () => {
  const input = { name: "x", shape: [2], datatype: "FP32", parameters: { binary_data_size: 8 } };
  expectError(await postBinary(infer("float32"), { inputs: [input] }, [samples.float32]), 400, /holds NaN/);
  const half = { name: "x", shape: [2], datatype: "FP16", parameters: { binary_data_size: 4 } };
  expectError(await postBinary(infer("float16"), { inputs: [half] }, [samples.float16]), 400, /JSON cannot carry/);
});

test("a scalar has no dims", async () => {
  const { json } = await post(infer("scalar"), { inputs: [{ name: "x", shape: [], datatype: "FP32", data: [7] }] });
  expect(json.outputs).toEqual([{ name: "y", datatype: "FP32", shape: [], data: [7] }]);
});

test("a body of one text alone needs no length before it", async () => {
  const headers = { "Inference-Header-Content-Length": "0" };
  const { bytes } = await call(infer("string"), { method: "POST", headers, body: "hello" });
  expect(bytes).toEqual(text(Buffer.from("hello")));
});
