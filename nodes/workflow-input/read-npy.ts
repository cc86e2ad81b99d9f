import type { Dtype } from "#graph/kinds";
import { NodeError } from "#graph/node-runner";
import type { TensorData, TensorValue } from "#graph/values";

type NumberDtype = Exclude<Dtype, "string">;
type ArrayType = { BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer): Exclude<TensorData, string[]> };

const types: Record<string, { dtype: NumberDtype; Elements: ArrayType }> = {
  f4: { dtype: "float32", Elements: Float32Array },
  f8: { dtype: "float64", Elements: Float64Array },
  f2: { dtype: "float16", Elements: Uint16Array },
  i1: { dtype: "int8", Elements: Int8Array },
  i2: { dtype: "int16", Elements: Int16Array },
  i4: { dtype: "int32", Elements: Int32Array },
  i8: { dtype: "int64", Elements: BigInt64Array },
  u1: { dtype: "uint8", Elements: Uint8Array },
  u2: { dtype: "uint16", Elements: Uint16Array },
  u4: { dtype: "uint32", Elements: Uint32Array },
  u8: { dtype: "uint64", Elements: BigUint64Array },
  b1: { dtype: "bool", Elements: Uint8Array },
};

const MAGIC = "\u0093NUMPY";
const header = /'descr': '[<|=]?([a-z]\d)', 'fortran_order': False, 'shape': \(([\d, ]*)\)/;

/**
 * A tensor from a .npy file, little-endian and row-major as numpy writes it.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @throws NodeError "bad-input" for what is no such file
 */
export function readNpy(bytes: Uint8Array, input: string): TensorValue {
  const refuse = (why: string) => new NodeError("bad-input", `The input ${input} ${why}.`);
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.toString("latin1", 0, 6) !== MAGIC || file.length < 12) {
    throw refuse("takes a tensor as JSON or as a .npy file, and the file is none");
  }
  // Version 1 has the length of the header in two bytes, later ones in four.
  const start = file[6] === 1 ? 10 : 12;
  const end = start + (file[6] === 1 ? file.readUInt16LE(8) : file.readUInt32LE(8));
  const text = file.toString("latin1", start, end);
  const [, code, sizes] = header.exec(text) ?? [];
  const type = types[code ?? ""];
  if (!type || sizes === undefined) {
    throw refuse(
      `has a .npy file that cannot be read: it takes numbers or booleans, little-endian and in C order, not ${text.trim().slice(0, 100)}`,
    );
  }
  const shape = sizes.split(",").flatMap((size) => (size.trim() === "" ? [] : [Number(size)]));
  const length = shape.reduce((product, dim) => product * dim, 1) * type.Elements.BYTES_PER_ELEMENT;
  if (file.length - end !== length) {
    throw refuse(`has a .npy file with ${file.length - end} bytes of elements; its shape [${shape}] takes ${length}`);
  }
  // Copied, because elements must lie on a boundary of their size.
  const data = new type.Elements(new Uint8Array(file.subarray(end)).buffer);
  return { dtype: type.dtype, shape, data };
}
