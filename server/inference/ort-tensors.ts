import type { InferenceSession, OnnxValue, Tensor } from "onnxruntime-node";
import type { Dtype } from "../../graph/kinds.ts";
import { NodeError } from "../../graph/node-runner.ts";
import type { TensorSignature, TensorValue } from "../../graph/values.ts";

type TensorClass = typeof Tensor;

/** Ports of a model as its session tells them; what is no tensor (a sequence, a map) is left out. */
export function readSignature(metadata: readonly InferenceSession.ValueMetadata[]): TensorSignature[] {
  return metadata.flatMap((entry) =>
    entry.isTensor
      ? [
          {
            name: entry.name,
            dtype: entry.type as Dtype,
            shape: entry.shape.map((dim) => (dim === "" || dim === undefined ? null : dim)),
          },
        ]
      : [],
  );
}

/** Shares the memory of the value. */
export function toOrt(TensorOf: TensorClass, { dtype, data, shape }: TensorValue): Tensor {
  // The runtime pairs each dtype with the same typed array as TensorValue does, which its overloads cannot say of a union.
  return new TensorOf(dtype as "float32", data as Float32Array, [...shape]);
}

/** @throws NodeError for an output that is no tensor, as the ZipMap of a scikit-learn export. */
export function fromOrt(TensorOf: TensorClass, value: OnnxValue): TensorValue {
  if (!(value instanceof TensorOf)) {
    const message = "The model gives a sequence or a map, not a tensor. Export it without ZipMap (zipmap=False).";
    throw new NodeError("bad-model", message, { param: "model" });
  }
  return { dtype: value.type as Dtype, shape: value.dims, data: value.data as TensorValue["data"] };
}
