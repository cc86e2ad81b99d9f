import type { AudioValue } from "#graph/values";

export const WAV_HEADER_BYTES = 44;
const IEEE_FLOAT = 3;

/** A WAV file of 32-bit floats, channels interleaved: exact, and browsers play it. */
export function encodeWav({ sampleRate, channels, samples }: AudioValue): Uint8Array {
  const bytes = Buffer.alloc(WAV_HEADER_BYTES + samples.byteLength);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(WAV_HEADER_BYTES - 8 + samples.byteLength, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(IEEE_FLOAT, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * channels * 4, 28);
  bytes.writeUInt16LE(channels * 4, 32);
  bytes.writeUInt16LE(32, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(samples.byteLength, 40);
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).copy(bytes, WAV_HEADER_BYTES);
  return bytes;
}
