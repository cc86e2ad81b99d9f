import { datatypeOf } from "./datatypes.ts";
import type { ServedEndpoint, ServedTensor } from "./served-endpoint.ts";

/** What Triton's tools expect of a model, and of what is put together from several. */
const platforms = { model: "onnx_onnxv1", workflow: "ensemble" } as const;

/** The metadata of the protocol; an open dim is -1. @param versions all of that name */
export function describeEndpoint({ name, type, inputs, outputs }: ServedEndpoint, versions: readonly string[]) {
  const describe = (signature: readonly ServedTensor[]) =>
    signature.map((tensor) => ({ name: tensor.name, datatype: datatypeOf(tensor.dtype), shape: dimsOf(tensor) }));
  return {
    name,
    versions: [...versions],
    platform: platforms[type],
    inputs: describe(inputs),
    outputs: describe(outputs),
  };
}

/** As Triton's model configuration has it. The batch stands among the dims, so max_batch_size is 0. */
export function describeConfig({ name, type, inputs, outputs }: ServedEndpoint) {
  const describe = (signature: readonly ServedTensor[]) =>
    signature.map((tensor) => ({
      name: tensor.name,
      data_type: configType(tensor),
      dims: dimsOf(tensor),
      ...(tensor.isOptional && { optional: true }),
    }));
  return {
    name,
    platform: type === "model" ? "onnxruntime_onnx" : platforms.workflow,
    backend: type === "model" ? "onnxruntime" : "",
    version_policy: { latest: { num_versions: 1 } },
    max_batch_size: 0,
    input: describe(inputs),
    output: describe(outputs),
    ...(type === "model" && { default_model_filename: "model.onnx" }),
  };
}

function dimsOf({ shape }: ServedTensor): number[] {
  return shape.map((dim) => (typeof dim === "number" ? dim : -1));
}

function configType({ dtype }: ServedTensor): string {
  return dtype === "string" ? "TYPE_STRING" : `TYPE_${datatypeOf(dtype)}`;
}
