import { crc32, deflateSync } from "node:zlib";

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/**
 * A PNG of any header, also one that its pixels do not fit. `pixels` are the rows as the file holds them (16-bit samples
 * big-endian), without filter bytes. Colour types: 0 grey, 2 RGB, 4 grey and alpha, 6 RGBA.
 */
export function writePng({
  width,
  height,
  bitDepth = 8,
  colourType,
  pixels,
  extraChunks = [],
}: {
  width: number;
  height: number;
  bitDepth?: 1 | 8 | 16;
  colourType: 0 | 2 | 4 | 6;
  pixels: Uint8Array;
  extraChunks?: Buffer[];
}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colourType, 0, 0, 0], 8);
  const samples = { 0: 1, 2: 3, 4: 2, 6: 4 }[colourType];
  const rowBytes = Math.ceil((width * samples * bitDepth) / 8);
  const rows = Array.from({ length: pixels.length / rowBytes || 0 }, (_, y) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(y * rowBytes, (y + 1) * rowBytes)]),
  );
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", header),
    ...extraChunks,
    pngChunk("IDAT", deflateSync(Buffer.concat(rows))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}
