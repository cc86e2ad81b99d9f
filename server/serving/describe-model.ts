import type { TensorSignature } from "../../graph/values.ts";
import { datatypeOf } from "./datatypes.ts";
import type { ServedModel } from "./served-model.ts";
import { MODEL_VERSION } from "./served-model.ts";

/** The metadata of the protocol; an open dim is -1. */
export function describeModel({ name, inputs, outputs }: ServedModel) {
  const describe = (signature: readonly TensorSignature[]) =>
    signature.map((tensor) => ({ name: tensor.name, datatype: datatypeOf(tensor.dtype), shape: dimsOf(tensor) }));
  return {
    name,
    versions: [MODEL_VERSION],
    platform: "onnx_onnxv1",
    inputs: describe(inputs),
    outputs: describe(outputs),
  };
}

/** As Triton's model configuration has it. The batch stands among the dims, so max_batch_size is 0. */
export function describeConfig({ name, inputs, outputs }: ServedModel) {
  const describe = (signature: readonly TensorSignature[]) =>
    signature.map((tensor) => ({ name: tensor.name, data_type: configType(tensor), dims: dimsOf(tensor) }));
  return {
    name,
    platform: "onnxruntime_onnx",
    backend: "onnxruntime",
    version_policy: { latest: { num_versions: 1 } },
    max_batch_size: 0,
    input: describe(inputs),
    output: describe(outputs),
    default_model_filename: "model.onnx",
  };
}

function dimsOf({ shape }: TensorSignature): number[] {
  return shape.map((dim) => (typeof dim === "number" ? dim : -1));
}

function configType({ dtype }: TensorSignature): string {
  return dtype === "string" ? "TYPE_STRING" : `TYPE_${datatypeOf(dtype)}`;
}
