import { elementArrays } from "../../../graph/tensor-elements.ts";
import type { Dtype } from "../../../graph/kinds.ts";
import type { TensorData, TensorValue } from "../../../graph/values.ts";
import { elementTypes } from "../onnx/element-types.ts";
import { BYTES, FIXED32, FIXED64, openProtoCursor } from "../onnx/proto-cursor.ts";
import type { ProtoCursor } from "../onnx/proto-cursor.ts";
import { readTensor } from "../onnx/read-tensor.ts";
import { refuseModel } from "../onnx/refuse-model.ts";

const MAX_RANK = 64;

/**
 * A TensorProto in a file of its own, as the public ONNX tests keep their inputs and outputs, with its data raw or in the
 * typed field.
 *
 * @throws AppError for what is no whole tensor, and for element types that no port carries, as bfloat16
 */
export function readTestTensor(file: Uint8Array): TensorValue {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  readTensor(openProtoCursor(bytes));
  const { dims, typeNumber, raw, entries, texts } = readFields(openProtoCursor(bytes));
  const { name, dtype } = elementTypes[typeNumber]!;
  if (dtype === null) {
    throw refuseModel("bad-tensor", `The tensor is of ${name}, which cannot flow between nodes.`);
  }
  const shape = dims;
  if (dtype === "string") return { dtype, shape, data: texts };
  return { dtype, shape, data: raw ? fromRaw(dtype, raw) : fromEntries(dtype, entries) };
}

type Fields = {
  dims: number[];
  typeNumber: number;
  raw: Buffer | null;
  /** Varints as bigint: an int64 does not fit a number. */
  entries: (number | bigint)[];
  texts: string[];
};

function readFields(cursor: ProtoCursor): Fields {
  const fields: Fields = { dims: [], typeNumber: 0, raw: null, entries: [], texts: [] };
  while (cursor.next()) {
    switch (cursor.field) {
      case 1:
        cursor.intsInto(fields.dims, MAX_RANK);
        break;
      case 2:
        fields.typeNumber = cursor.int();
        break;
      case 4:
      case 10:
        fields.entries = fields.entries.concat(readFloats(cursor));
        break;
      case 5:
      case 7:
      case 11:
        fields.entries = fields.entries.concat(readVarints(cursor));
        break;
      case 6:
        fields.texts.push(cursor.text());
        break;
      case 9:
        fields.raw = cursor.bytes.subarray(cursor.start, cursor.end);
    }
  }
  return fields;
}

/** Packed or one at a time: float_data has 4 bytes a number, double_data 8. */
function readFloats({ bytes, field, wire, start, end }: ProtoCursor): number[] {
  const sizeBytes = field === 4 ? 4 : 8;
  if (wire !== BYTES && wire !== (field === 4 ? FIXED32 : FIXED64)) {
    throw refuseModel("bad-tensor", `Field ${field} of the tensor has another type than in ONNX.`);
  }
  const numbers: number[] = [];
  for (let at = start; at < end; at += sizeBytes) {
    numbers.push(sizeBytes === 4 ? bytes.readFloatLE(at) : bytes.readDoubleLE(at));
  }
  return numbers;
}

function readVarints({ bytes, start, end }: ProtoCursor): bigint[] {
  const numbers: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (let at = start; at < end; at++) {
    value |= BigInt(bytes[at]! & 127) << shift;
    shift += 7n;
    if (bytes[at]! >= 128) continue;
    numbers.push(BigInt.asIntN(64, value));
    value = 0n;
    shift = 0n;
  }
  return numbers;
}

type NumberDtype = Exclude<Dtype, "string">;

/** Raw data is little-endian, as every machine that this runs on. */
function fromRaw(dtype: NumberDtype, raw: Buffer): TensorData {
  return new elementArrays[dtype](Uint8Array.from(raw).buffer);
}

/** Typed arrays take the low bits of a number: those of an unsigned or 16-bit element. */
function fromEntries(dtype: NumberDtype, entries: readonly (number | bigint)[]): TensorData {
  if (dtype === "int64") return BigInt64Array.from(entries.map(BigInt));
  if (dtype === "uint64") return BigUint64Array.from(entries.map(BigInt));
  return elementArrays[dtype].from(entries.map(Number));
}
