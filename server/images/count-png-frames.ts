const SIGNATURE_BYTES = 8;

/**
 * How many frames an animated PNG says that it has (its acTL chunk, which stands before the first IDAT); 1 for a still.
 * libpng knows nothing of them and would silently show the first.
 */
export function countPngFrames(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE_BYTES; at + 12 <= bytes.byteLength;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "acTL") return Math.max(1, view.getUint32(at + 8));
    if (type === "IDAT" || type === "IEND") return 1;
    at += 12 + length;
  }
  return 1;
}
