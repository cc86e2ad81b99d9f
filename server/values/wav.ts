import type { AudioValue } from "#graph/values";
import { WAV_HEADER_BYTES } from "../../nodes/encode-wav.ts";

/** Reads what `encodeWav` wrote, and nothing else. */
export function decodeWav(bytes: Uint8Array): AudioValue {
  const wav = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array((wav.length - WAV_HEADER_BYTES) / 4);
  wav.copy(Buffer.from(samples.buffer), 0, WAV_HEADER_BYTES);
  return { sampleRate: wav.readUInt32LE(24), channels: wav.readUInt16LE(22), samples };
}
