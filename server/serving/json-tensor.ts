import type { Dtype } from "../../graph/kinds.ts";
import { datatypeOf } from "./datatypes.ts";
import { ServingError } from "./serving-error.ts";
import { bytesOfTexts, elementBytes, readNumbers, readTexts, writeContents, writeTexts } from "./wire-tensor.ts";

const integerRanges: Partial<Record<Dtype, readonly [bigint, bigint]>> = {
  int8: [-(2n ** 7n), 2n ** 7n - 1n],
  int16: [-(2n ** 15n), 2n ** 15n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 2n ** 8n - 1n],
  uint16: [0n, 2n ** 16n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/**
 * The `data` of an input, nested or flat, as bytes.
 *
 * @param data numbers, booleans or texts; integers that a double cannot hold are given as bigint
 * @throws ServingError 400 naming the element that does not fit
 */
export function jsonToBytes(
  data: unknown,
  { name, dtype, isOpaque = false }: { name: string; dtype: Dtype; isOpaque?: boolean },
): Uint8Array {
  const input = `The input ${JSON.stringify(name)}`;
  if (!Array.isArray(data)) throw new ServingError(400, `${input} needs "data" as a list.`);
  if (dtype === "float16") {
    throw new ServingError(400, `${input} is FP16, which JSON cannot carry. Send it as binary data.`);
  }
  const elements = flatten(data, input);
  const refuse = (index: number) =>
    new ServingError(400, `${input} has at ${index} what is no ${datatypeOf(dtype)}: ${show(elements[index])}.`);

  if (dtype === "string") {
    const wrong = elements.findIndex((element) => typeof element !== "string");
    if (wrong >= 0) throw refuse(wrong);
    return isOpaque ? writeContents((elements as string[]).map(readContent)) : writeTexts(elements as string[]);
  }
  const bytes = new Uint8Array(elements.length * elementBytes(dtype));
  const numbers = readNumbers(dtype, bytes);
  const range = integerRanges[dtype];
  for (const [index, element] of elements.entries()) {
    if (dtype === "bool") {
      if (element !== true && element !== false && element !== 0 && element !== 1) throw refuse(index);
      numbers[index] = Number(element);
    } else if (typeof element !== "number" && typeof element !== "bigint") throw refuse(index);
    else if (!range) {
      const number = Number(element);
      // Beyond the largest one there is infinity, which nobody meant.
      if (!Number.isFinite(dtype === "float32" ? Math.fround(number) : number)) throw refuse(index);
      numbers[index] = number;
    } else {
      const isWhole = typeof element === "bigint" || Number.isInteger(element);
      if (!isWhole || element < range[0] || element > range[1]) throw refuse(index);
      if (dtype !== "int64" && dtype !== "uint64") numbers[index] = Number(element);
      else if (typeof element === "bigint" || Number.isSafeInteger(element)) numbers[index] = BigInt(element);
      else
        throw new ServingError(
          400,
          `${input} has at ${index} a number that lost digits. Write it without "." and "e".`,
        );
    }
  }
  return bytes;
}

/**
 * Nested lists as one, row-major. How deep they may be nested was limited by the reader of the JSON.
 *
 * @throws ServingError 400 where lists beside each other differ in length: what is short in one row would be taken from the next
 */
function flatten(data: unknown[], input: string): unknown[] {
  let level = data;
  while (Array.isArray(level[0])) {
    const { length } = level[0];
    const other = level.findIndex((entry) => !Array.isArray(entry) || entry.length !== length);
    if (other >= 0) {
      const found: unknown = level[other];
      const beside = Array.isArray(found)
        ? `lists of ${length} and ${found.length}`
        : `a list of ${length} beside ${show(found)}`;
      throw new ServingError(
        400,
        `${input} has ${beside} in its "data". Lists beside each other must be of one length.`,
      );
    }
    level = level.flat();
  }
  return level;
}

const base64 = /^(?:data:[^,]*;base64,)?((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;

/** The content of a file in JSON: base64, also as a data URL, or the text that it consists of. */
export function readContent(text: string): Uint8Array {
  const encoded = base64.exec(text)?.[1];
  return encoded === undefined ? Buffer.from(text, "utf8") : Buffer.from(encoded, "base64");
}

function show(element: unknown): string {
  return typeof element === "bigint" || typeof element === "number"
    ? String(element)
    : (JSON.stringify(element)?.slice(0, 50) ?? "nothing");
}

/**
 * The bytes of an output as JSON text, flat. Integers of 64 bits are written in full, the contents of files in base64.
 *
 * @throws ServingError 400 for numbers that JSON does not have
 */
export function bytesToJson(
  bytes: Uint8Array,
  { name, dtype, isOpaque = false }: { name: string; dtype: Dtype; isOpaque?: boolean },
): string {
  if (isOpaque) {
    return JSON.stringify(bytesOfTexts(bytes).map((content) => Buffer.from(content).toString("base64")));
  }
  if (dtype === "string") return JSON.stringify(readTexts(bytes));
  const numbers = readNumbers(dtype, bytes);
  if (dtype === "bool") return `[${Array.from(bytes, (entry) => entry !== 0).join(",")}]`;
  if (dtype === "float32" || dtype === "float64") {
    for (const entry of numbers as Float64Array) {
      if (Number.isFinite(entry)) continue;
      const message = `The output ${JSON.stringify(name)} holds ${entry}, which JSON cannot carry. Ask for it as binary data.`;
      throw new ServingError(400, message);
    }
  }
  return `[${numbers.join(",")}]`;
}
