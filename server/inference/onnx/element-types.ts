import type { Dtype } from "../../../graph/kinds.ts";

/** Where a tensor's elements may lie when they are not raw bytes: the field, and how its entries are counted. */
export type TypedData = { field: number; entry: "fixed32" | "fixed64" | "varint" | "bytes" };

export type ElementType = {
  name: string;
  bits: number;
  /** Entries of the typed field for one element; complex numbers have two. */
  entries: number;
  typed: TypedData;
  /** What flows through ports; null for types that only live inside models. */
  dtype: Dtype | null;
};

const floats: TypedData = { field: 4, entry: "fixed32" };
const int32s: TypedData = { field: 5, entry: "varint" };
const strings: TypedData = { field: 6, entry: "bytes" };
const int64s: TypedData = { field: 7, entry: "varint" };
const doubles: TypedData = { field: 10, entry: "fixed64" };
const uint64s: TypedData = { field: 11, entry: "varint" };

function type(name: string, bits: number, typed: TypedData, entries = 1): ElementType {
  return { name, bits, entries, typed, dtype: null };
}
function flowing(dtype: Dtype, bits: number, typed: TypedData): ElementType {
  return { name: dtype, bits, entries: 1, typed, dtype };
}

/** TensorProto.DataType, by number. Types below a byte are packed also in the typed field. */
export const elementTypes: Readonly<Record<number, ElementType>> = {
  1: flowing("float32", 32, floats),
  2: flowing("uint8", 8, int32s),
  3: flowing("int8", 8, int32s),
  4: flowing("uint16", 16, int32s),
  5: flowing("int16", 16, int32s),
  6: flowing("int32", 32, int32s),
  7: flowing("int64", 64, int64s),
  8: flowing("string", 0, strings),
  9: flowing("bool", 8, int32s),
  10: flowing("float16", 16, int32s),
  11: flowing("float64", 64, doubles),
  12: flowing("uint32", 32, uint64s),
  13: flowing("uint64", 64, uint64s),
  14: type("complex64", 64, floats, 2),
  15: type("complex128", 128, doubles, 2),
  16: type("bfloat16", 16, int32s),
  17: type("float8e4m3fn", 8, int32s),
  18: type("float8e4m3fnuz", 8, int32s),
  19: type("float8e5m2", 8, int32s),
  20: type("float8e5m2fnuz", 8, int32s),
  21: type("uint4", 4, int32s),
  22: type("int4", 4, int32s),
  23: type("float4e2m1", 4, int32s),
  24: type("float8e8m0", 8, int32s),
  25: type("uint2", 2, int32s),
  26: type("int2", 2, int32s),
};
