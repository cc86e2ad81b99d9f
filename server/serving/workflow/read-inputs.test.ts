import { afterAll, expect, test } from "vitest";
import type { Dtype } from "#graph/kinds";
import { createImageCodec } from "../../images/create-image-codec.ts";
import { openTableEngine } from "../../tables/open-table-engine.ts";
import { elementBytes, writeTexts } from "../wire-tensor.ts";
import type { WireTensor } from "../wire-tensor.ts";
import { readInputs } from "./read-inputs.ts";
import type { ServedPort } from "./served-port.ts";

const tables = await openTableEngine();
afterAll(() => tables.close());
const codecs = { images: createImageCodec(), tables };

const port = (name: string, kind: ServedPort["kind"], more: Partial<ServedPort> = {}): ServedPort => ({
  name,
  kind,
  isList: false,
  isOptional: false,
  ...more,
});
const zeros = (name: string, dtype: Exclude<Dtype, "string">, shape: number[]): WireTensor => ({
  name,
  dtype,
  shape,
  bytes: new Uint8Array(shape.reduce((all, dim) => all * dim, elementBytes(dtype))),
});
const texts = (name: string, ...all: string[]): WireTensor => ({
  name,
  dtype: "string",
  shape: [all.length],
  bytes: writeTexts(all),
});
const read = (ports: ServedPort[], ...tensors: WireTensor[]) => readInputs(ports, tensors, codecs);

test("any number type is a number, with or without dims", async () => {
  const value = zeros("n", "int64", []);
  value.bytes[0] = 7;

  expect((await read([port("n", "number")], value)).get("n")).toBe(7);
  expect((await read([port("n", "number", { isList: true })], zeros("n", "float32", [2, 1]))).get("n")).toEqual([0, 0]);
});

test("what may be left out is left to its sample", async () => {
  expect(await read([port("n", "number", { isOptional: true })])).toEqual(new Map());
});

test("pixels need no file around them", async () => {
  const one = (await read([port("p", "image")], zeros("p", "uint8", [2, 3, 1]))).get("p");
  const several = await read([port("p", "image", { isList: true })], zeros("p", "uint8", [4, 2, 3, 3]));

  expect(one).toEqual({ width: 3, height: 2, channels: 1, pixels: new Uint8Array(6) });
  expect(several.get("p")).toHaveLength(4);
});

test.each<[string, ServedPort, WireTensor[], RegExp]>([
  ["none", port("n", "number"), [], /"n" is missing.*number: FP64 \[1\]/],
  ["another name", port("n", "number"), [zeros("n", "float64", [1]), texts("m", "")], /no input "m".*"n"/],
  ["two numbers", port("n", "number"), [zeros("n", "float64", [2])], /"n" gets FP64 \[2\]/],
  ["a text", port("n", "number"), [texts("n", "1")], /"n" gets BYTES/],
  ["numbers", port("t", "text"), [zeros("t", "float32", [1])], /"t" gets FP32 \[1\].*BYTES \[1\]/],
  ["no JSON", port("j", "json"), [texts("j", "{")], /"j" is not JSON/],
  ["JSON with __proto__", port("j", "json"), [texts("j", '{"__proto__": 1}')], /__proto__/],
  ["other JSON", port("c", "classification"), [texts("c", "{}")], /"c" takes a classification/],
  ["five channels", port("p", "image"), [zeros("p", "uint8", [2, 2, 5])], /or UINT8 \[-1, -1, -1\]/],
  ["no classes", port("m", "mask"), [zeros("m", "uint8", [2, 2])], /"m\.labels"/],
  [
    "another dtype",
    port("x", "tensor", { tensor: { dtype: "float32", shape: [null, 2] } }),
    [zeros("x", "float64", [1, 2])],
    /"x" gets FP64 \[1, 2\].*FP32 \[-1, 2\]/,
  ],
  [
    "columns of different lengths",
    port("t", "table"),
    [zeros("t.a", "float64", [2]), zeros("t.b", "float64", [3])],
    /2 rows in "a" and 3 in "b"/,
  ],
])("%s is refused with what would be right", async (_name, one, tensors, message) => {
  await expect(read([one], ...tensors)).rejects.toMatchObject({ status: 400, message: expect.stringMatching(message) });
});

test("a file that is no picture is refused by the name of its input", async () => {
  await expect(read([port("p", "image")], texts("p", "no picture"))).rejects.toThrow(/The input "p" cannot be used/);
});
