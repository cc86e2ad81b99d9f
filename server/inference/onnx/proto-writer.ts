/** Encodes protobuf messages field by field; what is left out of a message is simply not written. */

export function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const out: number[] = [];
  do {
    out.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(out);
}

export const join = (parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

/** A field with a varint. */
export const int = (field: number, value: number | bigint): Buffer => join([varint((field << 3) | 0), varint(value)]);

/** A length-delimited field: a string, bytes or a message. */
export function part(field: number, content: Uint8Array | string): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return join([varint((field << 3) | 2), varint(bytes.length), bytes]);
}
