import fc from "fast-check";
import { expect, test } from "vitest";
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

test("strings are refused", () => {
  expect(() => encodeNpy({ dtype: "string", shape: [1], data: ["a"] })).toThrow("strings");
});
