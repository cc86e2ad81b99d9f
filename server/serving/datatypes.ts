import type { Dtype } from "../../graph/kinds.ts";

/** What the Open Inference Protocol calls each dtype. */
const datatypes: Record<Dtype, string> = {
  float32: "FP32",
  float64: "FP64",
  float16: "FP16",
  int8: "INT8",
  int16: "INT16",
  int32: "INT32",
  int64: "INT64",
  uint8: "UINT8",
  uint16: "UINT16",
  uint32: "UINT32",
  uint64: "UINT64",
  bool: "BOOL",
  string: "BYTES",
};
const dtypes = new Map(Object.entries(datatypes).map(([dtype, name]) => [name, dtype as Dtype]));

export const datatypeOf = (dtype: Dtype): string => datatypes[dtype];
export const dtypeOf = (datatype: string): Dtype | undefined => dtypes.get(datatype);
export const knownDatatypes: readonly string[] = [...dtypes.keys()];
