import { datatypeOf } from "./datatypes.ts";
import { bytesToJson } from "./json-tensor.ts";
import type { InferRequest } from "./read-infer-request.ts";
import { MODEL_VERSION } from "./served-model.ts";
import { ServingError } from "./serving-error.ts";
import type { WireTensor } from "./wire-tensor.ts";

/** `headerLength` is null where all of the body is JSON. */
export type InferResponse = { parts: Uint8Array[]; headerLength: number | null };

/** The outputs in the order asked for; behind the JSON the bytes of the binary ones. */
export function writeInferResponse(
  model: string,
  { id, outputs }: Pick<InferRequest, "id" | "outputs">,
  tensors: readonly WireTensor[],
): InferResponse {
  const binary: Uint8Array[] = [];
  const entries = outputs.map(({ name, isBinary }) => {
    const tensor = tensors.find((candidate) => candidate.name === name);
    if (!tensor) throw new ServingError(500, `The model "${model}" gave no output ${JSON.stringify(name)}.`);
    const { dtype, shape, bytes } = tensor;
    const head = JSON.stringify({ name, datatype: datatypeOf(dtype), shape }).slice(0, -1);
    if (!isBinary) return `${head},"data":${bytesToJson(bytes, { name, dtype })}}`;
    binary.push(bytes);
    return `${head},"parameters":{"binary_data_size":${bytes.length}}}`;
  });
  const start = JSON.stringify({ model_name: model, model_version: MODEL_VERSION, ...(id !== null && { id }) });
  const json = Buffer.from(`${start.slice(0, -1)},"outputs":[${entries.join(",")}]}`);
  return { parts: [json, ...binary], headerLength: binary.length > 0 ? json.length : null };
}
