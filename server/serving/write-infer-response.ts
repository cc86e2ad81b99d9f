import { datatypeOf } from "./datatypes.ts";
import { bytesToJson } from "./json-tensor.ts";
import type { InferRequest } from "./infer-request.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import { findTensor } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";
import type { WireTensor } from "./wire-tensor.ts";

/** `headerLength` is null where all of the body is JSON. */
export type InferResponse = { parts: Uint8Array[]; headerLength: number | null };

/**
 * The outputs in the order asked for; behind the JSON the bytes of the binary ones. An output of a workflow that was not
 * reached is not among them.
 */
export function writeInferResponse(
  endpoint: ServedEndpoint,
  { id, outputs }: Pick<InferRequest, "id" | "outputs">,
  tensors: readonly WireTensor[],
): InferResponse {
  const binary: Uint8Array[] = [];
  const entries = outputs.flatMap(({ name, isBinary }) => {
    const tensor = tensors.find((candidate) => candidate.name === name);
    if (!tensor) {
      if (endpoint.type === "workflow") return [];
      throw new ServingError(500, `The model "${endpoint.name}" gave no output ${JSON.stringify(name)}.`);
    }
    const { dtype, shape, bytes } = tensor;
    const head = JSON.stringify({ name, datatype: datatypeOf(dtype), shape }).slice(0, -1);
    const isOpaque = findTensor(endpoint.outputs, name)?.isOpaque ?? false;
    if (!isBinary) return `${head},"data":${bytesToJson(bytes, { name, dtype, isOpaque })}}`;
    binary.push(bytes);
    return `${head},"parameters":{"binary_data_size":${bytes.length}}}`;
  });
  const start = JSON.stringify({
    model_name: endpoint.name,
    model_version: endpoint.version,
    ...(id !== null && { id }),
  });
  const json = Buffer.from(`${start.slice(0, -1)},"outputs":[${entries.join(",")}]}`);
  return { parts: [json, ...binary], headerLength: binary.length > 0 ? json.length : null };
}
