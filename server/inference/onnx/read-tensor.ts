import { elementTypes } from "./element-types.ts";
import type { TypedData } from "./element-types.ts";
import type { ProtoCursor } from "./proto-cursor.ts";
import { BYTES } from "./proto-cursor.ts";
import { quoted, refuseModel } from "./refuse-model.ts";
import { skipUnknown } from "./skip-unknown.ts";

/** More elements than an array can have here; a file within its limit cannot hold them either. */
const MAX_ELEMENTS = 2 ** 31;
const MAX_RANK = 64;

export type TensorFacts = { name: string; elements: number; sizeBytes: number };

/**
 * Checks a TensorProto wherever it stands, without touching its data: that the data is in the file, and as much as type
 * and dimensions say.
 *
 * @throws AppError external-data-refused, bad-tensor
 */
export function readTensor(cursor: ProtoCursor): TensorFacts {
  const dims: number[] = [];
  const typed = new Map<number, number>();
  let typeNumber = 0;
  let name = "";
  let rawBytes: number | null = null;
  let location: string | null = null;
  let isSegment = false;

  while (cursor.next()) {
    switch (cursor.field) {
      case 1:
        cursor.intsInto(dims, MAX_RANK);
        break;
      case 2:
        typeNumber = cursor.int();
        break;
      case 3:
        isSegment = true;
        break;
      case 4:
      case 5:
      case 6:
      case 7:
      case 10:
      case 11:
        typed.set(cursor.field, (typed.get(cursor.field) ?? 0) + countEntries(cursor));
        break;
      case 8:
        name = cursor.text();
        break;
      case 9:
        rawBytes = requireBytes(cursor);
        break;
      case 12:
      case 16:
        break;
      case 13:
        location = locationOf(cursor) ?? location ?? "";
        break;
      case 14:
        if (cursor.int() !== 0) location ??= "";
        break;
      default:
        skipUnknown(cursor);
    }
  }

  const tensor = name === "" ? "A tensor" : `The tensor ${quoted(name)}`;
  if (location !== null) throw externalData(tensor, location);
  const type = elementTypes[typeNumber];
  if (!type) throw badTensor(`${tensor} has the unknown element type ${typeNumber}`);
  if (isSegment) throw badTensor(`${tensor} is only a segment of one`);
  const elements = countElements(dims, tensor);
  const sizeBytes = Math.ceil((elements * type.bits) / 8);
  if (rawBytes !== null) {
    if (type.dtype === "string") throw badTensor(`${tensor} holds text as raw bytes`);
    if (rawBytes !== sizeBytes) {
      throw badTensor(
        `${tensor} is ${type.name} [${dims.join(", ")}], which takes ${sizeBytes} bytes, but holds ${rawBytes}`,
      );
    }
    return { name, elements, sizeBytes };
  }
  const entries = type.bits > 0 && type.bits < 8 ? sizeBytes : elements * type.entries;
  const found = typed.get(type.typed.field) ?? 0;
  if (found !== entries) {
    throw badTensor(
      `${tensor} is ${type.name} [${dims.join(", ")}], which takes ${entries} values, but holds ${found}`,
    );
  }
  return { name, elements, sizeBytes };
}

/** The name of a sparse tensor is that of its values. */
export function readSparseTensor(cursor: ProtoCursor): TensorFacts {
  const dims: number[] = [];
  let facts: TensorFacts = { name: "", elements: 0, sizeBytes: 0 };
  while (cursor.next()) {
    if (cursor.field === 1) facts = readTensor(cursor.message());
    else if (cursor.field === 2) readTensor(cursor.message());
    else if (cursor.field === 3) cursor.intsInto(dims, MAX_RANK);
    else skipUnknown(cursor);
  }
  countElements(dims, `The sparse tensor ${quoted(facts.name)}`);
  return facts;
}

function countElements(dims: readonly number[], tensor: string): number {
  let elements = 1;
  for (const dim of dims) {
    if (dim < 0) throw badTensor(`${tensor} has the negative dimension ${dim}`);
    elements *= dim;
  }
  if (elements > MAX_ELEMENTS)
    throw badTensor(`${tensor} has the shape [${dims.join(", ")}], which is beyond all limits`);
  return elements;
}

const entryOf: Record<number, TypedData["entry"]> = {
  4: "fixed32",
  5: "varint",
  6: "bytes",
  7: "varint",
  10: "fixed64",
  11: "varint",
};

function countEntries(cursor: ProtoCursor): number {
  const entry = entryOf[cursor.field]!;
  const { bytes, start, end } = cursor;
  if (cursor.wire !== BYTES || entry === "bytes") return 1;
  if (entry === "fixed32" || entry === "fixed64") {
    const size = entry === "fixed32" ? 4 : 8;
    if ((end - start) % size !== 0) throw badTensor("A tensor holds a part of a number");
    return (end - start) / size;
  }
  // Each number ends with a byte below 128.
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at]! < 128) count++;
  return count;
}

function requireBytes(cursor: ProtoCursor): number {
  if (cursor.wire !== BYTES) throw badTensor("A tensor's raw data is a number");
  return cursor.end - cursor.start;
}

function locationOf(cursor: ProtoCursor): string | null {
  const entry = cursor.message();
  let [key, value] = ["", ""];
  while (entry.next()) {
    if (entry.field === 1) key = entry.text();
    else if (entry.field === 2) value = entry.text();
  }
  return key === "location" ? value : null;
}

function badTensor(what: string) {
  return refuseModel("bad-tensor", `${what}. Export the model again.`);
}

function externalData(tensor: string, location: string) {
  const file = location === "" ? "another file" : `the file ${quoted(location)}`;
  return refuseModel(
    "external-data-refused",
    `${tensor} keeps its data in ${file}. A model must hold all its weights itself: export it again without external data.`,
  );
}
