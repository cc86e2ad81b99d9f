import { describeShape } from "#graph/describe-type";
import { NodeError } from "#graph/node-runner";
import type { TensorSignature } from "#graph/values";
import type { Layout, PixelDtype } from "./pixel-packing.ts";

/** Where a model takes its picture, and how. Width and height are null where it takes any. */
export type ImageInput = {
  name: string;
  layout: Layout;
  channels: 1 | 3 | 4;
  width: number | null;
  height: number | null;
  dtype: PixelDtype;
};

/**
 * Finds the input of a model that takes a picture: rank 4, one, three or four channels, decimal numbers or uint8.
 * The channels' place tells the layout; where the model leaves it open it is taken as channels first.
 *
 * @throws NodeError "bad-params" at "model" when there is none.
 */
export function imageInputOf(
  model: { name: string; inputs: readonly TensorSignature[] },
  { layout = "auto" }: { layout?: Layout | "auto" } = {},
): ImageInput {
  for (const input of model.inputs) {
    const found = readSignature(input, layout);
    if (found) return found;
  }
  const inputs = model.inputs.map(({ name, dtype, shape }) => `"${name}" ${dtype} ${describeShape(shape)}`);
  const message =
    `"${model.name}" has no input for a picture, such as float32 [1, 3, height, width]; it takes ${inputs.join(", ") || "nothing"}. ` +
    `Use "Run model" for it.`;
  throw new NodeError("bad-params", message, { param: "model" });
}

function readSignature({ name, dtype, shape }: TensorSignature, wanted: Layout | "auto"): ImageInput | null {
  if (shape.length !== 4 || (dtype !== "float32" && dtype !== "float16" && dtype !== "uint8")) return null;
  const layout = wanted === "auto" ? (!isChannels(shape[1]) && isChannels(shape[3]) ? "NHWC" : "NCHW") : wanted;
  const [given, height, width] = layout === "NCHW" ? shape.slice(1) : [shape[3], shape[1], shape[2]];
  if (typeof given === "number" && !isChannels(given)) return null;
  return { name, layout, channels: isChannels(given) ? given : 3, width: sizeOf(width), height: sizeOf(height), dtype };
}

function isChannels(dim: number | string | null | undefined): dim is 1 | 3 | 4 {
  return dim === 1 || dim === 3 || dim === 4;
}

// Some exporters write an open dimension as -1 or 0.
function sizeOf(dim: number | string | null | undefined): number | null {
  return typeof dim === "number" && dim > 0 ? dim : null;
}
