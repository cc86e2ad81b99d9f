import { describe, expect, test } from "vitest";
import type { PixelImage } from "#graph/values";
import { packPixels, scalingOf } from "./pixel-packing.ts";
import { tensorNumbers } from "./tensor-numbers.ts";

const image: PixelImage = { width: 2, height: 1, channels: 3, pixels: Uint8Array.of(10, 20, 30, 40, 50, 60) };
const plain = { layout: "NCHW", isBgr: false, scaling: { scale: 1, mean: [], std: [] }, dtype: "float32" } as const;
const numbers = (settings: Partial<Parameters<typeof packPixels>[1]>) => {
  const tensor = packPixels(image, { ...plain, ...settings });
  return { shape: tensor.shape, values: Array.from(tensorNumbers(tensor)) };
};

describe("layout and order", () => {
  test.each([
    [{}, [1, 3, 1, 2], [10, 40, 20, 50, 30, 60]],
    [{ layout: "NHWC" }, [1, 1, 2, 3], [10, 20, 30, 40, 50, 60]],
    [{ isBgr: true }, [1, 3, 1, 2], [30, 60, 20, 50, 10, 40]],
    [{ layout: "NHWC", isBgr: true }, [1, 1, 2, 3], [30, 20, 10, 60, 50, 40]],
  ] as const)("%j", (settings, shape, values) => {
    expect(numbers(settings)).toEqual({ shape, values });
  });
});

test("each channel has its own mean and spread; one value serves all", () => {
  expect(numbers({ scaling: { scale: 0.5, mean: [1, 2, 3], std: [1, 2, 4] } }).values).toEqual([
    4, 19, 4, 11.5, 3, 6.75,
  ]);
  expect(numbers({ scaling: { scale: 1, mean: [10], std: [10] } }).values).toEqual([0, 3, 1, 4, 2, 5]);
});

test("uint8 is rounded and kept in its range", () => {
  const scaling = { scale: 9, mean: [100], std: [2] };

  expect(numbers({ dtype: "uint8", scaling }).values).toEqual([0, 130, 40, 175, 85, 220]);
});

test("float16 holds the same numbers, rounded", () => {
  const scaling = scalingOf("0-1", { channels: 3, isBgr: false, own: plain.scaling });

  for (const [i, value] of numbers({ dtype: "float16", scaling }).values.entries()) {
    expect(value).toBeCloseTo([10, 40, 20, 50, 30, 60][i]! / 255, 3);
  }
});

describe("ranges", () => {
  const scaled = (range: Parameters<typeof scalingOf>[0], isBgr = false) => {
    const scaling = scalingOf(range, { channels: 3, isBgr, own: { scale: 2, mean: [1], std: [4] } });
    const white: PixelImage = { width: 1, height: 2, channels: 3, pixels: Uint8Array.of(0, 0, 0, 255, 255, 255) };
    return Array.from(tensorNumbers(packPixels(white, { ...plain, scaling, isBgr }))).map((value) => +value.toFixed(3));
  };

  test.each([
    ["0-1", [0, 1, 0, 1, 0, 1]],
    ["-1-1", [-1, 1, -1, 1, -1, 1]],
    ["0-255", [0, 255, 0, 255, 0, 255]],
    ["imagenet", [-2.118, 2.249, -2.036, 2.429, -1.804, 2.64]],
    ["custom", [-0.25, 127.25, -0.25, 127.25, -0.25, 127.25]],
  ] as const)("%s", (range, expected) => {
    expect(scaled(range)).toEqual(expected);
  });

  test("ImageNet's means follow the order of the channels", () => {
    expect(scaled("imagenet", true)).toEqual([-1.804, 2.64, -2.036, 2.429, -2.118, 2.249]);
  });
});
