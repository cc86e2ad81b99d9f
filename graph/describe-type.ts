import type { Dim, Dtype, PortType } from "./kinds.ts";

/** "float32 [batch, 3, 160, 160]", "image", "list of images": a type as sentences name it. */
export function describeType(type: PortType, depth = 0): string {
  const item = describeItem(type);
  if (depth === 0) return item;
  const nested = "list of ".repeat(depth - 1);
  return `${nested}list of ${pluralOf(item)}`;
}

export function describeShape(shape: readonly Dim[]): string {
  return `[${shape.map((dim) => dim ?? "?").join(", ")}]`;
}

function describeItem(type: PortType): string {
  if (type.kind === "any") return "value";
  if (type.kind === "tensor") {
    const dtype = type.dtype === undefined ? "tensor" : describeDtype(type.dtype);
    return type.shape
      ? `${dtype} ${describeShape(type.shape)}`
      : type.dtype === undefined
        ? "tensor"
        : `${dtype} tensor`;
  }
  if (type.kind === "image" && type.channels !== undefined) {
    return { 1: "grey image", 3: "RGB image", 4: "RGBA image" }[type.channels];
  }
  return type.kind;
}

function describeDtype(dtype: Dtype | readonly Dtype[]): string {
  return typeof dtype === "string" ? dtype : dtype.join(" or ");
}

const unchanging = new Set(["json", "audio", "text", "detections", "keypoints", "classification"]);
function pluralOf(item: string): string {
  return item.includes("[") || unchanging.has(item) ? item : `${item}s`;
}
