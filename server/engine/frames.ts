/**
 * Messages between a worker and its engine: a small JSON header beside raw bytes, so that a tensor crosses without being
 * encoded. On the wire: header length and body length, 4 bytes each, little-endian, then the header as UTF-8, then the body.
 */
export type Frame<Header> = { header: Header; body: Uint8Array };

const PREFIX_BYTES = 8;
/** A graph of 10 MB with the records of an earlier attempt is the largest that there is. */
export const MAX_HEADER_BYTES = 256_000_000;
/** More is sent in several frames, so that neither end has to hold it twice. */
export const MAX_BODY_BYTES = 16_000_000;

const nothing = new Uint8Array(0);

/** The parts of a frame, to be written one after the other; the body is not copied. */
export function encodeFrame(header: unknown, body: Uint8Array = nothing): Uint8Array[] {
  const json = JSON.stringify(header);
  // Padded, so that numbers in the body are aligned and can be read where they arrive.
  const text = Buffer.from(json + " ".repeat(-Buffer.byteLength(json) & 7), "utf8");
  if (text.length > MAX_HEADER_BYTES || body.length > MAX_BODY_BYTES) {
    throw new Error(`A frame of ${text.length} + ${body.length} bytes is over the limit.`);
  }
  const prefix = Buffer.allocUnsafe(PREFIX_BYTES);
  prefix.writeUInt32LE(text.length, 0);
  prefix.writeUInt32LE(body.length, 4);
  return body.length === 0 ? [prefix, text] : [prefix, text, body];
}

export type FrameDecoder<Header> = {
  /** The frames that are complete with this chunk. @throws Error for a frame over the limits and a header that is no JSON. */
  push: (chunk: Uint8Array) => Frame<Header>[];
  /** Whether the bytes so far end in the middle of a frame. */
  isInside: () => boolean;
};

/**
 * Puts frames together from chunks cut anywhere. Each frame is filled in place, so a large body is copied once.
 *
 * @param allocate gives the memory of a frame
 */
export function createFrameDecoder<Header>({
  allocate = (length: number) => Buffer.allocUnsafe(length),
} = {}): FrameDecoder<Header> {
  let target = Buffer.allocUnsafe(PREFIX_BYTES);
  let filled = 0;
  let headerBytes: number | null = null;

  return {
    isInside: () => filled > 0 || headerBytes !== null,
    push: (chunk) => {
      const frames: Frame<Header>[] = [];
      for (let read = 0; read < chunk.length || filled === target.length;) {
        const part = chunk.subarray(read, read + target.length - filled);
        target.set(part, filled);
        filled += part.length;
        read += part.length;
        if (filled < target.length) break;
        if (headerBytes === null) {
          headerBytes = target.readUInt32LE(0);
          const bodyBytes = target.readUInt32LE(4);
          if (headerBytes > MAX_HEADER_BYTES || bodyBytes > MAX_BODY_BYTES) {
            throw new Error(`A frame announces ${headerBytes} + ${bodyBytes} bytes, which is over the limit.`);
          }
          target = allocate(headerBytes + bodyBytes);
        } else {
          const header = JSON.parse(target.toString("utf8", 0, headerBytes)) as Header;
          frames.push({ header, body: target.subarray(headerBytes) });
          target = Buffer.allocUnsafe(PREFIX_BYTES);
          headerBytes = null;
        }
        filled = 0;
      }
      return frames;
    },
  };
}
