/** Writes ONNX models byte by byte, right ones and hostile ones. Nothing here checks anything. */

import { int, join, part, varint } from "./proto-writer.ts";

export { int, join, part, varint } from "./proto-writer.ts";

export type Bytes = Uint8Array;

export const elementTypes = {
  undefined: 0,
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  complex64: 14,
  bfloat16: 16,
  int4: 22,
} as const;
export type ElementType = keyof typeof elementTypes | number;

export function float(field: number, value: number): Bytes {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return join([varint((field << 3) | 5), bytes]);
}

const typeNumber = (type: ElementType): number => (typeof type === "number" ? type : elementTypes[type]);

export type TensorParts = {
  name?: string;
  type?: ElementType;
  dims?: readonly (number | bigint)[];
  raw?: Bytes;
  /** Further fields as they are. */
  more?: Bytes[];
};

export function tensor({ name, type = "float32", dims = [], raw, more = [] }: TensorParts): Bytes {
  return join([
    ...dims.map((dim) => int(1, dim)),
    int(2, typeNumber(type)),
    ...(name === undefined ? [] : [part(8, name)]),
    ...(raw ? [part(9, raw)] : []),
    ...more,
  ]);
}

export const floats = (...values: number[]): Bytes => new Uint8Array(Float32Array.from(values).buffer);
export const int64s = (...values: (number | bigint)[]): Bytes =>
  new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);

/** Marks a tensor as stored in another file. */
export const externalData = (location: string): Bytes[] => [
  part(13, join([part(1, "location"), part(2, location)])),
  int(14, 1),
];

export const sparseTensor = (values: Bytes, indices: Bytes, dims: readonly number[] = [4]): Bytes =>
  join([part(1, values), part(2, indices), ...dims.map((dim) => int(3, dim))]);

/** `dims` may hold numbers, symbols and null for unknown; without it the value has no shape. */
export function valueInfo(
  name: string,
  type: ElementType = "float32",
  dims?: readonly (number | bigint | string | null)[],
): Bytes {
  const dimension = (dim: number | bigint | string | null) =>
    part(1, dim === null ? join([]) : typeof dim === "string" ? part(2, dim) : int(1, dim));
  const shape = dims ? [part(2, join(dims.map(dimension)))] : [];
  return join([part(1, name), part(2, part(1, join([int(1, typeNumber(type)), ...shape])))]);
}

export const attribute = {
  int: (name: string, value: number | bigint) => join([part(1, name), int(3, value), int(20, 2)]),
  ints: (name: string, values: readonly number[]) =>
    join([part(1, name), ...values.map((value) => int(8, value)), int(20, 7)]),
  float: (name: string, value: number) => join([part(1, name), float(2, value), int(20, 1)]),
  string: (name: string, value: string) => join([part(1, name), part(4, value), int(20, 3)]),
  tensor: (name: string, value: Bytes) => join([part(1, name), part(5, value), int(20, 4)]),
  tensors: (name: string, values: readonly Bytes[]) =>
    join([part(1, name), ...values.map((value) => part(10, value)), int(20, 9)]),
  graph: (name: string, value: Bytes) => join([part(1, name), part(6, value), int(20, 5)]),
  graphs: (name: string, values: readonly Bytes[]) =>
    join([part(1, name), ...values.map((value) => part(11, value)), int(20, 10)]),
  sparseTensor: (name: string, value: Bytes) => join([part(1, name), part(22, value), int(20, 11)]),
  sparseTensors: (name: string, values: readonly Bytes[]) =>
    join([part(1, name), ...values.map((value) => part(23, value)), int(20, 12)]),
};

export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  { domain, attributes = [] }: { domain?: string; attributes?: readonly Bytes[] } = {},
): Bytes {
  return join([
    ...inputs.map((name) => part(1, name)),
    ...outputs.map((name) => part(2, name)),
    part(4, operator),
    ...attributes.map((one) => part(5, one)),
    ...(domain === undefined ? [] : [part(7, domain)]),
  ]);
}

export type GraphParts = {
  nodes?: readonly Bytes[];
  inputs?: readonly Bytes[];
  outputs?: readonly Bytes[];
  initializers?: readonly Bytes[];
  more?: readonly Bytes[];
};

export function graph({ nodes = [], inputs = [], outputs = [], initializers = [], more = [] }: GraphParts): Bytes {
  return join([
    ...nodes.map((one) => part(1, one)),
    part(2, "test"),
    ...initializers.map((one) => part(5, one)),
    ...inputs.map((one) => part(11, one)),
    ...outputs.map((one) => part(12, one)),
    ...more,
  ]);
}

export type ModelParts = GraphParts & {
  irVersion?: number;
  opset?: readonly { domain?: string; version: number }[];
  producer?: string;
  metadata?: Record<string, string>;
  /** Further fields of the model itself. */
  model?: readonly Bytes[];
};

export function model({
  irVersion = 8,
  opset = [{ version: 17 }],
  producer,
  metadata,
  model: fields = [],
  ...rest
}: ModelParts): Bytes {
  return join([
    int(1, irVersion),
    ...(producer === undefined ? [] : [part(2, producer)]),
    part(7, graph(rest)),
    ...opset.map(({ domain, version }) =>
      part(8, join([...(domain === undefined ? [] : [part(1, domain)]), int(2, version)])),
    ),
    ...Object.entries(metadata ?? {}).map(([key, value]) => part(14, join([part(1, key), part(2, value)]))),
    ...fields,
  ]);
}

/** y = x + 1 over float32 [batch, 2]. */
export const addOne = (more: Partial<ModelParts> = {}): Bytes =>
  model({
    nodes: [node("Add", ["x", "one"], ["y"])],
    inputs: [valueInfo("x", "float32", ["batch", 2])],
    outputs: [valueInfo("y", "float32", ["batch", 2])],
    initializers: [tensor({ name: "one", dims: [1], raw: floats(1) })],
    ...more,
  });
