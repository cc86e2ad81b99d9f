import { allOutputs, checkOutputs } from "../choose-outputs.ts";
import { dtypeOf, knownDatatypes } from "../datatypes.ts";
import type { InferRequest } from "../infer-request.ts";
import { readTimeout } from "../read-timeout.ts";
import { refuseExtensions } from "../refuse-extensions.ts";
import { findTensor } from "../served-endpoint.ts";
import type { ServedEndpoint } from "../served-endpoint.ts";
import { ServingError } from "../serving-error.ts";
import { checkWireTensor } from "../wire-tensor.ts";
import type { WireTensor } from "../wire-tensor.ts";
import type { GrpcInferRequest, GrpcParameter } from "./grpc-messages.ts";
import { contentsToBytes } from "./typed-contents.ts";

const MAX_DIMS = 32;

/**
 * A request whose inputs are all raw, or all typed. Raw bytes are not copied. Who sends raw is answered raw.
 *
 * @throws ServingError 400
 */
export function readGrpcRequest(request: GrpcInferRequest, endpoint: ServedEndpoint): InferRequest {
  const { id, inputs, outputs, parameters, raw_input_contents: raw } = request;
  const isRaw = raw.length > 0;
  if (isRaw && raw.length !== inputs.length) {
    const message = `raw_input_contents has ${raw.length} entries; the request has ${inputs.length} inputs. Send all of them raw, or none.`;
    throw new ServingError(400, message);
  }
  const names = new Set<string>();
  const tensors = inputs.map((input, index): WireTensor => {
    const { name, contents } = input;
    const quoted = `The input ${JSON.stringify(name)}`;
    if (names.has(name)) throw new ServingError(400, `${quoted} is given twice.`);
    names.add(name);
    refuseExtensions(input.parameters, quoted);
    const dtype = dtypeOf(input.datatype);
    if (!dtype) {
      const known = knownDatatypes.join(", ");
      throw new ServingError(
        400,
        `${quoted} has the datatype ${JSON.stringify(input.datatype)}. Take one of ${known}.`,
      );
    }
    if (isRaw && contents) throw new ServingError(400, `${quoted} has both contents and raw_input_contents.`);
    const shape = readShape(input.shape, quoted);
    const tensor = { name, dtype, shape, bytes: isRaw ? raw[index]! : contentsToBytes(contents, { name, dtype }) };
    checkWireTensor(tensor, { isOpaque: findTensor(endpoint.inputs, name)?.isOpaque ?? false });
    return tensor;
  });
  for (const output of outputs) refuseExtensions(output.parameters, `The output ${JSON.stringify(output.name)}`);
  // Only FP16 has no other form; where nothing came that says how, the answer is raw as well.
  const isBinary = isRaw || inputs.length === 0 || endpoint.outputs.some(({ dtype }) => dtype === "float16");
  const chosen =
    outputs.length === 0 ? allOutputs(endpoint, isBinary) : outputs.map(({ name }) => ({ name, isBinary }));
  return {
    id,
    timeoutMs: readTimeout(numberOf(parameters.timeout)),
    inputs: tensors,
    outputs: checkOutputs(chosen, endpoint),
  };
}

function readShape(shape: readonly string[], quoted: string): number[] {
  const dims = shape.map(Number);
  if (dims.length <= MAX_DIMS && dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) return dims;
  throw new ServingError(400, `${quoted} has the shape [${shape.slice(0, MAX_DIMS + 1)}]; a dim is 0 or more.`);
}

function numberOf(parameter: GrpcParameter | undefined): unknown {
  if (!parameter?.parameter_choice) return undefined;
  const value = parameter[parameter.parameter_choice];
  const is64Bit = parameter.parameter_choice === "int64_param" || parameter.parameter_choice === "uint64_param";
  return is64Bit ? Number(value) : value;
}
