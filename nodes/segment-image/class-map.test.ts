import { describe, expect, test } from "vitest";
import type { Dtype } from "#graph/kinds";
import type { TensorData } from "#graph/values";
import { readClassMap } from "./class-map.ts";

const read = (shape: number[], data: TensorData, { dtype = "float32" as Dtype, layout = "NCHW" as const } = {}) => {
  const map = readClassMap({ dtype, shape, data }, { layout });
  return { ...map, data: [...map.data] };
};

describe("what a segmenter may give", () => {
  test("scores with the classes first or last: the best, the lower of equal ones", () => {
    const expected = { width: 2, height: 1, classCount: 3, data: [2, 0] };

    expect(read([1, 3, 1, 2], Float32Array.of(1, 5, 2, 5, 3, 4))).toEqual(expected);
    const last = { dtype: "float32", shape: [1, 1, 2, 3], data: Float32Array.of(1, 2, 3, 5, 5, 4) } as const;
    expect([...readClassMap(last, { layout: "NHWC" }).data]).toEqual(expected.data);
  });

  test("class indices", () => {
    const expected = { width: 2, height: 1, classCount: 0, data: [7, 0] };

    expect(read([1, 1, 2], BigInt64Array.of(7n, 0n), { dtype: "int64" })).toEqual(expected);
    expect(read([1, 1, 1, 2], Int32Array.of(7, 0), { dtype: "int32" })).toEqual(expected);
  });

  test("one channel: raw scores are cut at 0, probabilities at one half", () => {
    expect(read([1, 1, 1, 3], Float32Array.of(-2, 0.1, 3)).data).toEqual([0, 1, 1]);
    expect(read([1, 1, 1, 3], Float32Array.of(0.5, 0.1, 0.9)).data).toEqual([0, 0, 1]);
  });
});

test.each([
  [[1, 300, 1, 1], "at most 256 classes"],
  [[2, 3, 1, 1], "has the shape [2, 3, 1, 1]"],
  [[1, 10], "has the shape [1, 10]"],
])("the shape %j is refused", (shape, reason) => {
  const count = shape.reduce((product, dim) => product * dim, 1);

  expect(() => read(shape, new Float32Array(count))).toThrow(reason);
});

test("indices that a mask cannot hold are refused", () => {
  expect(() => read([1, 1, 2], Int32Array.of(3, 256), { dtype: "int32" })).toThrow("class indices hold 256");
});
