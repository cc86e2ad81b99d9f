import fc from "fast-check";
import { expect, test } from "vitest";
import type { Dtype } from "#graph/kinds";
import type { TensorValue } from "#graph/values";
import { readNpy } from "#nodes/workflow-input/read-npy";
import { encodeNpy } from "./encode-npy.ts";

test("the header says dtype and shape, fills a multiple of 64 bytes, and the data follows", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), (shape) => {
      const size = shape.reduce((product, dim) => product * dim, 1);
      const data = Float32Array.from({ length: size }, (_, index) => index / 2);

      const bytes = Buffer.from(encodeNpy({ dtype: "float32", shape, data }));

      const headerLength = bytes.readUInt16LE(8);
      const header = bytes.toString("latin1", 10, 10 + headerLength);
      expect(bytes.toString("latin1", 1, 6)).toBe("NUMPY");
      expect((10 + headerLength) % 64).toBe(0);
      expect(header).toContain(`'shape': (${shape.length === 1 ? `${shape[0]},` : shape.join(", ")})`);
      expect(bytes.length - 10 - headerLength).toBe(size * 4);
      if (size > 1) expect(bytes.readFloatLE(10 + headerLength + 4)).toBe(0.5);
    }),
  );
});

const elements = {
  float32: fc.float32Array(),
  float64: fc.float64Array(),
  float16: fc.uint16Array(),
  int8: fc.int8Array(),
  int16: fc.int16Array(),
  int32: fc.int32Array(),
  int64: fc.bigInt64Array(),
  uint8: fc.uint8Array(),
  uint16: fc.uint16Array(),
  uint32: fc.uint32Array(),
  uint64: fc.bigUint64Array(),
};

test.each(Object.entries(elements))("a file of %s is read back as it was", (dtype, arrays) => {
  fc.assert(
    fc.property(arrays as fc.Arbitrary<Float32Array>, fc.boolean(), (data, isDeep) => {
      const tensor: TensorValue = { dtype: dtype as Dtype, shape: isDeep ? [1, data.length, 1] : [data.length], data };

      expect(readNpy(encodeNpy(tensor), '"x"')).toEqual(tensor);
    }),
  );
});

test("a tensor without a dim is read back", () => {
  const tensor: TensorValue = { dtype: "bool", shape: [], data: Uint8Array.of(1) };

  expect(readNpy(encodeNpy(tensor), '"x"')).toEqual(tensor);
});

test.each([
  ["other files", Buffer.from("a,b\n1,2\n"), /takes a tensor as JSON or as a \.npy file/],
  [
    "a file that is cut off",
    encodeNpy({ dtype: "int8", shape: [9], data: new Int8Array(9) }).subarray(0, -1),
    /8 bytes/,
  ],
  [
    "big-endian numbers",
    Buffer.from(encodeNpy({ dtype: "int16", shape: [1], data: new Int16Array(1) })).fill(">", 21, 22),
    /cannot be read/,
  ],
])("%s are refused with what is wrong", (_what, bytes, message) => {
  expect(() => readNpy(bytes, '"x"')).toThrow(message);
});

test("strings are refused", () => {
  expect(() => encodeNpy({ dtype: "string", shape: [1], data: ["a"] })).toThrow("strings");
});
