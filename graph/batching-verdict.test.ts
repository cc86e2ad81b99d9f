import { expect, test } from "vitest";
import { ruleOutBatching } from "./batching-verdict.ts";
import type { TensorSignature } from "./values.ts";

const tensor = (name: string, ...shape: TensorSignature["shape"]): TensorSignature => ({
  name,
  dtype: "float32",
  shape,
});

test("a model with an open first dimension at every input and output may be tried", () => {
  const inputs = [tensor("image", "batch", 3, 8, 8), tensor("size", null)];

  expect(ruleOutBatching({ inputs, outputs: [tensor("scores", "batch", 10)] })).toBeNull();
  // Some exporters write an open dimension so.
  expect(ruleOutBatching({ inputs: [tensor("x", 0, 3)], outputs: [tensor("y", -1)] })).toBeNull();
});

test.each([
  ["a fixed first dimension", [tensor("x", 1, 3)], [tensor("y", "n")], 'its input "x" [1, 3]'],
  [
    "a scalar among the inputs",
    [tensor("x", "n"), tensor("threshold")],
    [tensor("y", "n")],
    'its input "threshold" []',
  ],
  ["an output of fixed size", [tensor("x", "n")], [tensor("y", 1)], 'its output "y" [1]'],
  ["no inputs", [], [tensor("y", "n")], "no inputs"],
])("a model with %s is computed call by call", (_, inputs, outputs, why) => {
  const verdict = ruleOutBatching({ inputs, outputs });

  expect(verdict?.isBatched).toBe(false);
  expect(verdict?.why).toContain(why);
});
