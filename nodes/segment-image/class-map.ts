import { NodeError } from "#graph/node-runner";
import type { TensorValue } from "#graph/values";
import type { Layout } from "../pixel-packing.ts";
import { tensorNumbers } from "../tensor-numbers.ts";

/** One class index per cell, row-major; `classCount` is 0 where the model gives indices and not scores. */
export type ClassMap = { width: number; height: number; data: Uint8Array; classCount: number };

const MAX_CLASSES = 256;

/**
 * The class of each cell of a segmenter's output: of scores `[1, classes, h, w]` (or channels last) the best one, the lower index
 * of equal ones; of a single channel 1 where it is above 0 (raw) or above 0.5 (already 0–1); of `[1, h, w]` the index itself.
 *
 * @throws NodeError "bad-params" when the shape is none of these, or there are more classes than a mask can hold.
 */
export function readClassMap(output: TensorValue, { layout }: { layout: Layout }): ClassMap {
  const { shape } = output;
  const numbers = tensorNumbers(output);
  const isOne = shape[0] === 1;
  if (shape.length === 3 && isOne) return indices(numbers, { height: shape[1]!, width: shape[2]! });
  if (shape.length !== 4 || !isOne) throw notClasses(shape);
  const [classCount, height, width] =
    layout === "NCHW" ? [shape[1]!, shape[2]!, shape[3]!] : [shape[3]!, shape[1]!, shape[2]!];
  if (classCount === 1 && !output.dtype.startsWith("float")) return indices(numbers, { width, height });
  if (classCount < 1 || classCount > MAX_CLASSES) throw notClasses(shape);
  if (classCount === 1) return { width, height, classCount: 2, data: aboveMiddle(numbers) };

  const cells = width * height;
  const [classStep, cellStep] = layout === "NCHW" ? [cells, 1] : [1, classCount];
  const data = new Uint8Array(cells);
  const best = Float64Array.from({ length: cells }, (_, cell) => numbers[cell * cellStep]!);
  for (let index = 1; index < classCount; index++) {
    for (let cell = 0, at = index * classStep; cell < cells; cell++, at += cellStep) {
      if (numbers[at]! > best[cell]!) {
        best[cell] = numbers[at]!;
        data[cell] = index;
      }
    }
  }
  return { width, height, classCount, data };
}

function indices(numbers: ArrayLike<number>, size: { width: number; height: number }): ClassMap {
  const data = Uint8Array.from({ length: numbers.length }, (_, cell) => {
    const index = numbers[cell]!;
    if (Number.isInteger(index) && index >= 0 && index < MAX_CLASSES) return index;
    const message = `The model's class indices hold ${index}: a mask takes whole numbers from 0 to ${MAX_CLASSES - 1}.`;
    throw new NodeError("bad-params", message, { param: "model" });
  });
  return { ...size, data, classCount: 0 };
}

function aboveMiddle(numbers: ArrayLike<number>): Uint8Array {
  const values = Float64Array.from(numbers);
  const middle = values.every((value) => value >= 0 && value <= 1) ? 0.5 : 0;
  return Uint8Array.from(values, (value) => (value > middle ? 1 : 0));
}

function notClasses(shape: readonly number[]): NodeError {
  const message =
    `The model's output has the shape [${shape.join(", ")}]; a segmenter gives a score for each class and pixel, ` +
    `[1, classes, height, width] with at most ${MAX_CLASSES} classes, or the classes, [1, height, width].`;
  return new NodeError("bad-params", message, { param: "model" });
}
