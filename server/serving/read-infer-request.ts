import { isUtf8 } from "node:buffer";
import { z } from "zod";
import { findUnsafeJson } from "../http/find-unsafe-json.ts";
import { dtypeOf, knownDatatypes } from "./datatypes.ts";
import { jsonToBytes } from "./json-tensor.ts";
import { allOutputs, checkOutputs } from "./choose-outputs.ts";
import type { InferRequest } from "./infer-request.ts";
import { readRawInput } from "./read-raw-input.ts";
import { readTimeout } from "./read-timeout.ts";
import { refuseExtensions } from "./refuse-extensions.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import { findTensor } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";
import type { WireTensor } from "./wire-tensor.ts";
import { checkWireTensor } from "./wire-tensor.ts";

const MAX_DIMS = 32;
// What a client writes as null is left out: some write so whatever they were not given.
const parameters = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((given) => given ?? {});
const sizeSchema = z.int().nonnegative();
const flagSchema = z.boolean().default(false);
/** Further fields are let pass, as the protocol wants of extensions that a server does not know. */
const requestSchema = z.object({
  id: z.string().max(1_000).nullish(),
  parameters,
  inputs: z.array(
    z.object({
      name: z.string(),
      shape: z.array(sizeSchema).max(MAX_DIMS),
      datatype: z.string(),
      parameters,
      data: z.unknown().optional(),
    }),
  ),
  outputs: z
    .array(z.object({ name: z.string(), parameters }))
    .nullish()
    .transform((given) => given ?? []),
});

/**
 * An inference request: JSON, the raw bytes of its binary inputs behind it.
 *
 * @param headerLength of Inference-Header-Content-Length; null where all of the body is JSON, 0 where none of it is
 * @throws ServingError 400
 */
export function readInferRequest(body: Buffer, headerLength: number | null, model: ServedEndpoint): InferRequest {
  if (headerLength === 0) {
    return { id: null, timeoutMs: null, inputs: [readRawInput(body, model)], outputs: allOutputs(model, true) };
  }
  const length = headerLength ?? body.length;
  if (length > body.length) {
    throw new ServingError(400, `Inference-Header-Content-Length is ${length}; the body has ${body.length} bytes.`);
  }
  const request = parseRequest(body.subarray(0, length));
  const inputs = readInputs(request, { binary: body.subarray(length), model });
  const isBinary = readFlag(request.parameters.binary_data_output, "binary_data_output") ?? false;
  const outputs = readOutputs(request, model, isBinary);
  return { id: request.id ?? null, timeoutMs: readTimeout(request.parameters.timeout), inputs, outputs };
}

type ParsedRequest = z.infer<typeof requestSchema>;

function parseRequest(bytes: Buffer): ParsedRequest {
  if (!isUtf8(bytes)) throw new ServingError(400, "The request is not UTF-8, so it is no JSON.");
  const text = bytes.toString("utf8");
  let json = parseJson(text);
  const unsafe = findUnsafeJson(json);
  if (unsafe !== null) throw new ServingError(400, unsafe);
  // Only these need more digits than a double has, and reading with them is slower.
  if (/"U?INT64"/.test(text) && /\d{16}/.test(text)) json = parseJson(text, keepDigits);
  const parsed = requestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue!.path.length > 0 ? `${issue!.path.join(".")}: ` : "";
  throw new ServingError(400, `The request is not as the protocol has it: ${place}${issue!.message}.`);
}

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === "number" && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source)
    ? BigInt(source)
    : value;

function parseJson(text: string, reviver?: Reviver): unknown {
  try {
    return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
  } catch (error) {
    throw new ServingError(400, `The request is not JSON: ${(error as Error).message}.`, { cause: error });
  }
}

function readInputs(
  { inputs }: ParsedRequest,
  { binary, model }: { binary: Buffer; model: ServedEndpoint },
): WireTensor[] {
  let at = 0;
  const names = new Set<string>();
  const tensors = inputs.map((input): WireTensor => {
    const { name, shape, datatype, data = null } = input;
    const size = input.parameters.binary_data_size;
    const quoted = `The input ${JSON.stringify(name)}`;
    if (names.has(name)) throw new ServingError(400, `${quoted} is given twice.`);
    names.add(name);
    refuseExtensions(input.parameters, quoted);
    const dtype = dtypeOf(datatype);
    if (!dtype) {
      const known = knownDatatypes.join(", ");
      throw new ServingError(400, `${quoted} has the datatype ${JSON.stringify(datatype)}. Take one of ${known}.`);
    }
    const isOpaque = dtype === "string" && (findTensor(model.inputs, name)?.isOpaque ?? false);
    let bytes: Uint8Array;
    if (size === undefined) bytes = jsonToBytes(data, { name, dtype, isOpaque });
    else {
      if (data !== null) throw new ServingError(400, `${quoted} has both "data" and binary data.`);
      const parsed = sizeSchema.safeParse(size);
      if (!parsed.success) throw new ServingError(400, `${quoted} has a binary_data_size that is no count of bytes.`);
      bytes = binary.subarray(at, at + parsed.data);
      if (bytes.length < parsed.data) {
        const message = `${quoted} announces ${parsed.data} bytes; ${bytes.length} are left. Check Inference-Header-Content-Length.`;
        throw new ServingError(400, message);
      }
      at += parsed.data;
    }
    const tensor = { name, dtype, shape, bytes };
    checkWireTensor(tensor, { isOpaque });
    return tensor;
  });
  if (at < binary.length) {
    throw new ServingError(
      400,
      `${binary.length - at} bytes follow that belong to no input. Check each binary_data_size.`,
    );
  }
  return tensors;
}

function readOutputs({ outputs }: ParsedRequest, model: ServedEndpoint, isBinary: boolean): InferRequest["outputs"] {
  if (outputs.length === 0) return checkOutputs(allOutputs(model, isBinary), model);
  const chosen = outputs.map((output) => {
    refuseExtensions(output.parameters, `The output ${JSON.stringify(output.name)}`);
    return { name: output.name, isBinary: readFlag(output.parameters.binary_data, "binary_data") ?? isBinary };
  });
  return checkOutputs(chosen, model);
}

function readFlag(value: unknown, name: string): boolean | undefined {
  if (value === undefined) return undefined;
  const parsed = flagSchema.safeParse(value);
  if (!parsed.success) throw new ServingError(400, `The parameter "${name}" must be true or false.`);
  return parsed.data;
}
