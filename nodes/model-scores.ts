import { NodeError } from "#graph/node-runner";
import type { ModelRef, TensorValue } from "#graph/values";
import { tensorNumbers } from "./tensor-numbers.ts";

/**
 * The output that holds a classifier's scores: the one named, else the first of decimal numbers (classifiers made by
 * scikit-learn give the class itself before the probabilities).
 *
 * @throws NodeError "bad-params" when there is none, or it holds several items' scores.
 */
export function readScores(
  results: Readonly<Record<string, TensorValue>>,
  { model, output }: { model: Pick<ModelRef, "name" | "outputs">; output: string },
): ArrayLike<number> {
  const names = model.outputs.map(({ name }) => name);
  const name = output || model.outputs.find(({ dtype }) => dtype.startsWith("float"))?.name;
  const tensor = name === undefined ? undefined : results[name];
  if (!tensor) {
    const wanted = output ? `no output "${output}"` : "no output of decimal numbers";
    const message = `"${model.name}" has ${wanted}; its outputs are ${names.map((each) => `"${each}"`).join(", ")}.`;
    throw new NodeError("bad-params", message, { param: output ? "output" : "model" });
  }
  return scoresOfOne(tensor, { what: `The output "${name}" of "${model.name}"`, at: { param: "model" } });
}

/** The elements of a tensor that holds the scores of one item: all dimensions but one are 1. */
export function scoresOfOne(
  tensor: TensorValue,
  { what, at }: { what: string; at: { port?: string; param?: string } },
): ArrayLike<number> {
  const sizes = tensor.shape.filter((dim) => dim !== 1);
  if (sizes.length > 1 || sizes[0] === 0) {
    const message = `${what} has the shape [${tensor.shape.join(", ")}], which is not one row of scores, such as [1, 10].`;
    throw new NodeError(at.port === undefined ? "bad-params" : "bad-input", message, at);
  }
  return tensorNumbers(tensor, at.port);
}
