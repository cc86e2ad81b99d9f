import type { ServedEndpoint } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";
import type { WireTensor } from "./wire-tensor.ts";
import { checkWireTensor, countOf, elementBytes } from "./wire-tensor.ts";

/**
 * A body without JSON: all of it is the data of the one input. Its shape is the declared one, where at most one dim is
 * open and follows from the number of bytes. A text is sent without its length.
 *
 * @throws ServingError 400
 */
export function readRawInput(body: Buffer, { name: model, inputs }: ServedEndpoint): WireTensor {
  const [input] = inputs;
  if (!input || inputs.length > 1) {
    const message = `The model "${model}" has ${inputs.length} inputs, so a request without JSON cannot say which one it gives.`;
    throw new ServingError(400, message);
  }
  const { name, dtype } = input;
  const open = input.shape.filter((dim) => typeof dim !== "number").length;
  const known = countOf(input.shape.filter((dim) => typeof dim === "number"));
  const isText = dtype === "string";
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(body.length);
  const bytes = isText ? Buffer.concat([length, body]) : body;
  const elements = isText ? 1 : body.length / elementBytes(dtype);
  const rest = elements / known;
  if (open > 1 || !Number.isInteger(rest) || (open === 0 && rest !== 1)) {
    const message = `${body.length} bytes do not tell the shape of ${JSON.stringify(name)}. Send it with JSON that has the shape.`;
    throw new ServingError(400, message);
  }
  const tensor = { name, dtype, shape: input.shape.map((dim) => (typeof dim === "number" ? dim : rest)), bytes };
  checkWireTensor(tensor, { isOpaque: input.isOpaque ?? false });
  return tensor;
}
