import type { JsonObject } from "./json.ts";

/**
 * Takes apart bytes with a description: uint32 little-endian length of the header, the header as UTF-8 JSON, the payload.
 *
 * @throws Error when the bytes were not packed so
 */
export function unpack<Bytes extends Uint8Array>(bytes: Bytes): { header: JsonObject; payload: Bytes } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = bytes.byteLength >= 4 ? view.getUint32(0, true) : Infinity;
  if (headerBytes > bytes.byteLength - 4) throw new Error("a packed value is cut off in its header");
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerBytes))) as JsonObject;
  return { header, payload: bytes.subarray(4 + headerBytes) as Bytes };
}
