import { datatypeOf } from "../datatypes.ts";
import type { InferRequest } from "../infer-request.ts";
import type { InferResult, ServedEndpoint } from "../served-endpoint.ts";
import { ServingError } from "../serving-error.ts";
import type { GrpcInferResponse } from "./grpc-messages.ts";
import { bytesToContents } from "./typed-contents.ts";

/** The outputs in the order asked for, all raw or all typed. */
export function writeGrpcResponse(
  { type, name: model, version }: ServedEndpoint,
  { id, outputs }: InferRequest,
  { tensors }: InferResult,
): GrpcInferResponse {
  const response: GrpcInferResponse = {
    model_name: model,
    model_version: version,
    id: id ?? "",
    outputs: [],
    raw_output_contents: [],
  };
  for (const { name, isBinary } of outputs) {
    const tensor = tensors.find((candidate) => candidate.name === name);
    if (!tensor) {
      // An output of a workflow that was not reached is left out.
      if (type === "workflow") continue;
      throw new ServingError(500, `The model "${model}" gave no output ${JSON.stringify(name)}.`);
    }
    const { dtype, shape, bytes } = tensor;
    const contents = isBinary ? null : bytesToContents(bytes, dtype);
    response.outputs.push({ name, datatype: datatypeOf(dtype), shape, ...(contents && { contents }) });
    if (!contents) response.raw_output_contents.push(bytes);
  }
  return response;
}
