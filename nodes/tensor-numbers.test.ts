import { expect, test } from "vitest";
import { float16Bits, tensorNumbers } from "./tensor-numbers.ts";

test.each([
  ["float32", Float32Array.of(0.5, -2), [0.5, -2]],
  ["float64", Float64Array.of(0.1, 1e300), [0.1, 1e300]],
  ["int64", BigInt64Array.of(-5n, 7n, -1n, 2n ** 32n, -(2n ** 63n)), [-5, 7, -1, 2 ** 32, -(2 ** 63)]],
  ["int64", BigInt64Array.of(0n, 2n ** 53n + 1n, -(2n ** 53n) - 3n).subarray(1), [2 ** 53, -(2 ** 53) - 4]],
  ["uint64", BigUint64Array.of(9n, 2n ** 64n - 1n, 2n ** 53n + 3n), [9, 2 ** 64, 2 ** 53 + 4]],
  ["bool", Uint8Array.of(0, 1), [0, 1]],
  ["uint16", Uint16Array.of(65_535), [65_535]],
  ["float16", Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7c00), [1, -2, 2 ** -24, Infinity]],
] as const)("reads %s", (dtype, data, expected) => {
  expect([...Float64Array.from(tensorNumbers({ dtype, shape: [data.length], data }))]).toEqual(expected);
});

test("refuses text, naming the port", () => {
  const read = () => tensorNumbers({ dtype: "string", shape: [1], data: ["a"] }, "scores");

  expect(read).toThrow(expect.objectContaining({ kind: "bad-input", port: "scores" }));
});

test("float16 rounds to the nearest that it can hold", () => {
  expect([...float16Bits([1, -2, 0.1, 1e9])]).toEqual([0x3c00, 0xc000, 0x2e66, 0x7c00]);
});
