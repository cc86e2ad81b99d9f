import fc from "fast-check";
import { expect, test } from "vitest";
import { areProbabilities, softmax } from "./softmax.ts";

const logits = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 50 });

test("gives e^x over their sum", () => {
  const [a, b, c] = softmax([1, 2, 3]);

  expect(a).toBeCloseTo(0.09003057, 8);
  expect(b).toBeCloseTo(0.24472847, 8);
  expect(c).toBeCloseTo(0.66524096, 8);
});

test("sums to 1 and keeps the order, also of logits far beyond what an exponential can hold", () => {
  fc.assert(
    fc.property(logits, (values) => {
      const result = softmax(values);
      expect(result.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
      for (const [i, value] of values.entries()) {
        expect(result[i]! <= result[0]!).toBe(value <= values[0]! || result[i] === result[0]);
      }
    }),
  );
});

test("what it gives is seen as probabilities", () => {
  fc.assert(
    fc.property(logits, (values) => {
      expect(areProbabilities(softmax(values))).toBe(true);
    }),
  );
});

test.each([
  [[0.5, 0.5], true],
  [[1], true],
  [[0.9, 0.2], false],
  [[1.5, -0.5], false],
  [[Number.NaN, 1], false],
  [[3, 2], false],
])("%j are probabilities: %s", (scores, expected) => {
  expect(areProbabilities(scores)).toBe(expected);
});
