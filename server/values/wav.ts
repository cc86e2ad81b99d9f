import type { AudioValue } from "#graph/values";

const HEADER_BYTES = 44;
const IEEE_FLOAT = 3;

/** A WAV file of 32-bit floats, channels interleaved: exact, and browsers play it. */
export function encodeWav({ sampleRate, channels, samples }: AudioValue): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES + samples.byteLength);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(HEADER_BYTES - 8 + samples.byteLength, 4);
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
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).copy(bytes, HEADER_BYTES);
  return bytes;
}

/** Reads what `encodeWav` wrote, and nothing else. */
export function decodeWav(bytes: Uint8Array): AudioValue {
  const wav = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array((wav.length - HEADER_BYTES) / 4);
  wav.copy(Buffer.from(samples.buffer), 0, HEADER_BYTES);
  return { sampleRate: wav.readUInt32LE(24), channels: wav.readUInt16LE(22), samples };
}
