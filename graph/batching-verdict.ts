import { describeShape } from "./describe-type.ts";
import type { TensorSignature } from "./values.ts";

/** Whether calls of a model may be computed together; `why` is a sentence for a person. */
export type BatchingVerdict = { isBatched: boolean; why: string };

type Signature = { inputs: readonly TensorSignature[]; outputs: readonly TensorSignature[] };

/** What the declared shapes rule out already; null where only trying can tell. */
export function ruleOutBatching({ inputs, outputs }: Signature): BatchingVerdict | null {
  if (inputs.length === 0) return { isBatched: false, why: "It has no inputs." };
  const sides = [
    ["input", inputs],
    ["output", outputs],
  ] as const;
  for (const [side, tensors] of sides) {
    const fixed = tensors.find(({ shape }) => shape.length === 0 || isFixed(shape[0]));
    if (!fixed) continue;
    const shape = describeShape(fixed.shape);
    const why = `The first dimension of its ${side} "${fixed.name}" ${shape} is not open. Export it with a dynamic batch.`;
    return { isBatched: false, why };
  }
  return null;
}

/** Some exporters write an open dimension as 0 or -1. */
function isFixed(dim: TensorSignature["shape"][number] | undefined): boolean {
  return typeof dim === "number" && dim > 0;
}
