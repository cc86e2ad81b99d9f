import { expect, test } from "vitest";
import { MAX_SLICE_ELEMENTS, planSlice } from "#graph/tensor-slice";
import { inlineElements, overview, pickSlice, planeElements, planeOf, rangesOf } from "./tensor-plane.ts";

test.each([
  [[], { rows: null, columns: null }],
  [[5], { rows: null, columns: 0 }],
  [[2, 3], { rows: 0, columns: 1 }],
  [[1, 3, 32, 40], { rows: 2, columns: 3 }],
  [[1, 32, 40, 3], { rows: 1, columns: 2 }],
])("the plane of the shape %j", (shape, plane) => {
  expect(planeOf(shape)).toMatchObject(plane);
});

test.each([
  [[]],
  [[1]],
  [[0, 3]],
  [[3, 4_096, 4_096]],
  [[10_000_000]],
  [[1, 50_000_000]],
  [[2_000, 500_000]],
  [[500_000, 2_000]],
  [[4_096, 4_096, 3]],
  [[1_000, 1_000, 1_000, 7]],
])("the overview of the shape %j is one that the server gives, whichever dimensions are shown", (shape) => {
  const planes = [planeOf(shape), { ...planeOf(shape), rows: 1, columns: 0 }].slice(0, shape.length > 1 ? 2 : 1);
  for (const plane of planes) {
    const ranges = rangesOf(shape, plane, overview(shape, plane, 4));

    expect(ranges.reduce((product, { count }) => product * count, 1)).toBeLessThanOrEqual(MAX_SLICE_ELEMENTS);
    expect(() => planSlice(shape, ranges, 4)).not.toThrow();
  }
});

test("elements stand where rows and columns say, also when the plane is turned", () => {
  const elements = Float32Array.of(0, 1, 2, 3, 4, 5);
  const window = { rows: { start: 0, count: 3, step: 1 }, columns: { start: 0, count: 2, step: 1 } };
  const plane = { rows: 1, columns: 0, at: [0, 0] };

  const turned = planeElements("float32", pickSlice(elements, [2, 3], rangesOf([2, 3], plane, window)), {
    plane,
    window,
  });

  expect([turned.textAt(0, 0), turned.textAt(0, 1), turned.textAt(2, 0), turned.numberAt(2, 1)]).toEqual([
    "0",
    "3",
    "2",
    5,
  ]);
});

test("what a record holds is exact: half floats, 64-bit integers, truth values, texts", () => {
  const base64 = (data: ArrayBufferView) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");
  const text = (dtype: "float16" | "int64" | "bool" | "string", inline: object) => {
    const elements = inlineElements({ dtype, shape: [1], ...inline } as never);
    const window = { rows: { start: 0, count: 1, step: 1 }, columns: { start: 0, count: 1, step: 1 } };
    return planeElements(dtype, elements, { plane: { rows: null, columns: 0, at: [0] }, window }).textAt(0, 0);
  };

  expect(text("float16", { base64: base64(Uint16Array.of(0x7e00)) })).toBe("NaN");
  expect(text("float16", { base64: base64(Uint16Array.of(0xfc00)) })).toBe("-Infinity");
  expect(text("int64", { base64: base64(BigInt64Array.of(9_007_199_254_740_993n)) })).toBe("9007199254740993");
  expect(text("int64", { data: ["9007199254740993"] })).toBe("9007199254740993");
  expect(text("bool", { base64: base64(Uint8Array.of(1)) })).toBe("true");
  expect(text("string", { data: ["<b>"] })).toBe("<b>");
});
