/**
 * Gives memory back at once that nobody reads any more, also not the sender: the bytes are empty afterwards. Left to the
 * collector, the pieces in which bodies arrive pile up until it goes through the whole heap: measured here with 600 KB
 * bodies, 15 ms of the thread every 16 requests, and 7.0 ms instead of 5.9 ms for a request to a model of 4 ms.
 */
export function freeBytes({ buffer, byteLength }: Uint8Array): void {
  // What shares its memory with others is left alone.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
