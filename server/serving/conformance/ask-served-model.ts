import { setTimeout as delay } from "node:timers/promises";
import type { TensorValue } from "../../../graph/values.ts";
import { datatypeOf, dtypeOf } from "../datatypes.ts";
import { toTensorValue, toWireTensor } from "../wire-tensor.ts";

/** Of the metadata of the protocol. */
export type ModelSignature = { inputs: { name: string }[]; outputs: { name: string }[] };

export class ServedModelError extends Error {
  override readonly name = "ServedModelError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * One inference over HTTP, tensors as bytes both ways; inputs and outputs in the order of the model.
 *
 * @param tries how often it is asked while the server is not ready
 * @throws ServedModelError with what the server says
 */
export async function askServedModel(
  url: string,
  {
    model,
    given,
    tries,
    timeLimitMs,
  }: { model: ModelSignature; given: readonly TensorValue[]; tries: number; timeLimitMs: number },
): Promise<TensorValue[]> {
  const tensors = given.map((value, index) => toWireTensor(model.inputs[index]?.name ?? `input ${index}`, value));
  const inputs = tensors.map(({ name, dtype, shape, bytes }) => ({
    name,
    datatype: datatypeOf(dtype),
    shape,
    parameters: { binary_data_size: bytes.length },
  }));
  const head = Buffer.from(JSON.stringify({ inputs, parameters: { binary_data_output: true } }));
  const response = await fetch(url, {
    method: "POST",
    headers: { "Inference-Header-Content-Length": String(head.length) },
    body: Buffer.concat([head, ...tensors.map(({ bytes }) => bytes)]),
    signal: AbortSignal.timeout(timeLimitMs),
  });
  if (response.status === 503 && tries > 1) {
    await response.arrayBuffer();
    await waitUntilReady(url);
    return await askServedModel(url, { model, given, tries: tries - 1, timeLimitMs });
  }
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok) {
    const { error } = JSON.parse(body.toString("utf8")) as { error: string };
    throw new ServedModelError(response.status, error);
  }
  return readOutputs(body, Number(response.headers.get("inference-header-content-length") ?? body.length));
}

type Output = { name: string; datatype: string; shape: number[]; parameters: { binary_data_size: number } };

function readOutputs(body: Buffer, headLength: number): TensorValue[] {
  const { outputs } = JSON.parse(body.toString("utf8", 0, headLength)) as { outputs: Output[] };
  let at = headLength;
  return outputs.map(({ name, datatype, shape, parameters }) => {
    at += parameters.binary_data_size;
    const bytes = body.subarray(at - parameters.binary_data_size, at);
    return toTensorValue({ name, dtype: dtypeOf(datatype)!, shape, bytes });
  });
}

async function waitUntilReady(url: string): Promise<void> {
  const health = new URL("/v2/health/ready", url);
  for (let tries = 0; tries < 600; tries++) {
    if ((await fetch(health)).ok) return;
    await delay(100);
  }
}
