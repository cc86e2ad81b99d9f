import type { JsonObject } from "#graph/json";

const SPACE = 0x20;

/**
 * Bytes with a description: uint32 little-endian length of the header, the header as UTF-8 JSON padded with spaces to a
 * multiple of eight bytes, then the payload. So a payload of any dtype starts where a typed array may. Given in pieces, of
 * which those of the payload are not copied.
 */
export function pack(header: JsonObject, payload: readonly Uint8Array[]): Uint8Array[] {
  const json = JSON.stringify(header);
  const headerBytes = alignedSize(4 + Buffer.byteLength(json)) - 4;
  const start = Buffer.allocUnsafe(4 + headerBytes);
  start.writeUInt32LE(headerBytes, 0);
  start.fill(SPACE, 4 + start.write(json, 4, "utf8"));
  return [start, ...payload];
}

/** The size rounded up to where the next payload may start. */
export function alignedSize(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 8) * 8;
}
