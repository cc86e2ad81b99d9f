import type { InferRequest } from "./infer-request.ts";
import { findTensor } from "./served-endpoint.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";

/** @throws ServingError 400 for what the endpoint does not give, what is named twice, and FP16 that is not binary */
export function checkOutputs(chosen: InferRequest["outputs"], endpoint: ServedEndpoint): InferRequest["outputs"] {
  const seen = new Set<string>();
  for (const { name, isBinary } of chosen) {
    const output = findTensor(endpoint.outputs, name);
    const quoted = JSON.stringify(name);
    if (!output) {
      const names = endpoint.outputs.map((candidate) => JSON.stringify(candidate.name)).join(", ");
      throw new ServingError(400, `The model "${endpoint.name}" has no output ${quoted}. It has ${names}.`);
    }
    if (seen.has(name)) throw new ServingError(400, `The output ${quoted} is asked for twice.`);
    seen.add(name);
    if (output.dtype === "float16" && !isBinary) {
      throw new ServingError(400, `The output ${quoted} is FP16, which JSON cannot carry. Ask for it as binary data.`);
    }
  }
  return chosen;
}

export function allOutputs(endpoint: ServedEndpoint, isBinary: boolean): InferRequest["outputs"] {
  return endpoint.outputs.map(({ name }) => ({ name, isBinary }));
}
