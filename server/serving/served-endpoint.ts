import type { TensorSignature } from "../../graph/values.ts";
import type { ServedModel } from "./served-model.ts";
import type { ServedWorkflow } from "./workflow/served-workflow.ts";

/** What clients ask by a name: a model computes as it is, a workflow through its nodes. */
export type ServedEndpoint = ServedModel | ServedWorkflow;

export type ServedTensor = TensorSignature & {
  /** BYTES that are the content of a file, not text: base64 in JSON. */
  isOpaque?: true;
  /** Inputs: without it a sample is taken. */
  isOptional?: true;
  /** Of a table: its columns are tensors too, each called like this one with "." and the column behind. */
  hasColumns?: true;
};

/** The tensor of that name, or the one that has it as a column. */
export function findTensor(tensors: readonly ServedTensor[], name: string): ServedTensor | undefined {
  const whole = tensors.find((tensor) => tensor.name === name);
  return whole ?? tensors.find((tensor) => tensor.hasColumns && name.startsWith(`${tensor.name}.`));
}
