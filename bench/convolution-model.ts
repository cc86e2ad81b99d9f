import { int, join, part } from "../server/inference/onnx/proto-writer.ts";

/** Field numbers are those of onnx.proto. */
const FLOAT = 1;
const INT64 = 7;
const [TENSOR_DIMS, TENSOR_TYPE, TENSOR_NAME, TENSOR_RAW] = [1, 2, 8, 9] as const;
/** The kind of an attribute that holds a list of whole numbers. */
const INT_ATTRIBUTES = 7;

/**
 * y = mean over the picture of two convolutions of x: float32 [1, 3, sidePx, sidePx] to [1, channels, 1, 1]. With another `seed` another model.
 * `from` a number, x is float32 [1, 1, 1, 1] and the picture is full of it: the same work, and nothing to carry to it.
 */
export function convolutionModel({
  seed = 0,
  channels = USUAL_CHANNELS,
  sidePx = 224,
  from = "picture",
}: { seed?: number; channels?: number; sidePx?: number; from?: "picture" | "number" } = {}): Uint8Array {
  const isNumber = from === "number";
  const expanded = [part(1, node("Expand", ["x", "size"], "picture")), part(5, sizes("size", [1, 3, sidePx, sidePx]))];
  const graph = join([
    ...(isNumber ? expanded : []),
    part(1, convolution(isNumber ? "picture" : "x", "first", "a")),
    part(1, node("Relu", ["a"], "b")),
    part(1, convolution("b", "second", "c")),
    part(1, node("GlobalAveragePool", ["c"], "y")),
    part(2, "convolutions"),
    part(5, weights("first", [16, 3, 3, 3], seed)),
    part(5, weights("second", [channels, 16, 3, 3], seed)),
    part(11, value("x", isNumber ? [1, 1, 1, 1] : [1, 3, sidePx, sidePx])),
    part(12, value("y", [1, channels, 1, 1])),
  ]);
  return join([int(1, 8), part(7, graph), part(8, int(2, 17))]);
}

const USUAL_CHANNELS = 80;

/** How many channels make a run of the model take `ms` on this machine; `timeOf` says how long one of a model takes, in milliseconds. */
export async function channelsFor(ms: number, timeOf: (model: Uint8Array) => Promise<number>): Promise<number> {
  const usualMs = await timeOf(convolutionModel({ channels: USUAL_CHANNELS }));
  return Math.max(8, Math.round((USUAL_CHANNELS * ms) / usualMs / 8) * 8);
}

function node(operator: string, inputs: readonly string[], output: string, ...attributes: Uint8Array[]): Uint8Array {
  return join([
    ...inputs.map((name) => part(1, name)),
    part(2, output),
    part(4, operator),
    ...attributes.map((one) => part(5, one)),
  ]);
}

function convolution(input: string, name: string, output: string): Uint8Array {
  const ints = (attribute: string, numbers: readonly number[]) =>
    join([part(1, attribute), ...numbers.map((number) => int(8, number)), int(20, INT_ATTRIBUTES)]);
  return node("Conv", [input, name], output, ints("kernel_shape", [3, 3]), ints("pads", [1, 1, 1, 1]));
}

function weights(name: string, dims: readonly number[], seed: number): Uint8Array {
  const count = dims.reduce((product, dim) => product * dim, 1);
  const numbers = Float32Array.from({ length: count }, (_, at) => Math.sin(at + seed) / 10);
  return join([
    ...dims.map((dim) => int(TENSOR_DIMS, dim)),
    int(TENSOR_TYPE, FLOAT),
    part(TENSOR_NAME, name),
    part(TENSOR_RAW, new Uint8Array(numbers.buffer)),
  ]);
}

function sizes(name: string, dims: readonly number[]): Uint8Array {
  return join([
    int(TENSOR_DIMS, dims.length),
    int(TENSOR_TYPE, INT64),
    part(TENSOR_NAME, name),
    part(TENSOR_RAW, new Uint8Array(BigInt64Array.from(dims, BigInt).buffer)),
  ]);
}

function value(name: string, dims: readonly number[]): Uint8Array {
  const shape = join(dims.map((dim) => part(1, int(1, dim))));
  return join([part(1, name), part(2, part(1, join([int(1, FLOAT), part(2, shape)])))]);
}
