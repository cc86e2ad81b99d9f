import type { JsonValue } from "#graph/json";
import type { Dim, Port } from "#graph/kinds";

const MAX_SIDE = 8_192;
const dtypes = ["float32", "float16", "uint8"] as const;

/** Size, layout, colours and number type that a model's input declares; null where it is no input for one picture. */
export function paramsToGive({ type }: Pick<Port, "type">): Record<string, JsonValue> | null {
  if (type.kind !== "tensor") return null;
  const accepted = type.dtype === undefined ? dtypes : [type.dtype].flat();
  const dtype = dtypes.find((one) => accepted.some((other) => other === one));
  if (!dtype || (type.shape && type.shape.length !== 4)) return null;
  const [, second = null, third = null, fourth = null] = type.shape ?? [];
  const isLast = !isChannels(second) && isChannels(fourth);
  const [channels, height, width] = isLast ? [fourth, second, third] : [second, third, fourth];
  if (typeof channels === "number" && !isChannels(channels)) return null;
  return {
    ...(isSide(width) && isSide(height) && { width, height }),
    ...(isLast && { layout: "NHWC" }),
    ...(channels === 1 && { colours: "grey" }),
    ...(dtype !== "float32" && { dtype }),
    // Of whole numbers, only these hold what a picture is.
    ...(dtype === "uint8" && { range: "0-255" }),
  };
}

function isChannels(dim: Dim): dim is 1 | 3 {
  return dim === 1 || dim === 3;
}

function isSide(dim: Dim): dim is number {
  return typeof dim === "number" && dim > 0 && dim <= MAX_SIDE;
}
