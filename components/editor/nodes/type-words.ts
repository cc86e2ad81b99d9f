import { describeShape } from "#graph/describe-type";
import type { PortType } from "#graph/kinds";

const shortDtypes: Record<string, string> = {
  float32: "f32",
  float64: "f64",
  float16: "f16",
  int8: "i8",
  int16: "i16",
  int32: "i32",
  int64: "i64",
  uint8: "u8",
  uint16: "u16",
  uint32: "u32",
  uint64: "u64",
};

/** What a port's row has room for beside its label: "f32", "grey"; null when the kind says all. */
export function typeDetail(type: PortType): string | null {
  if (type.kind === "tensor" && typeof type.dtype === "string") return shortDtypes[type.dtype] ?? type.dtype;
  if (type.kind === "image" && type.channels !== undefined) return { 1: "grey", 3: "RGB", 4: "RGBA" }[type.channels];
  return null;
}

/** The whole type, for the inspector: "tensor f32 [1, 3, 160, 160] ×n". */
export function typeText(type: PortType, depth: number): string {
  const lists = depth === 0 ? "" : ` ${["×n", "×n×k", "×n×k×m"][depth - 1] ?? `×n (${depth} deep)`}`;
  if (type.kind === "any") return `any kind${lists}`;
  const detail = typeDetail(type);
  const shape = type.kind === "tensor" && type.shape ? ` ${describeShape(type.shape)}` : "";
  return `${type.kind}${detail ? ` ${detail}` : ""}${shape}${lists}`;
}
