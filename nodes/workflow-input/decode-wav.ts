import { NodeError } from "#graph/node-runner";
import type { AudioValue } from "#graph/values";

const PCM = 1;
const IEEE_FLOAT = 3;
/** The real format stands in an extension of the header. */
const EXTENSIBLE = 0xfffe;
/** What headers hold of either beyond this cannot be written again: a WAV counts bytes a second in 32 bits. */
const MAX_CHANNELS = 256;
const MAX_SAMPLE_RATE = 4_000_000;

/**
 * The samples of a WAV file as fractions, channels interleaved: PCM of 8 to 32 bits and floats of 32 and 64.
 *
 * @throws NodeError "unsupported-format" for anything else.
 */
export function decodeWav(bytes: Uint8Array, name: string): AudioValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (why: string) =>
    new NodeError("unsupported-format", `${JSON.stringify(name)} ${why}. Save it as WAV with PCM samples.`);
  if (bytes.length < 12 || text(bytes, 0) !== "RIFF" || text(bytes, 8) !== "WAVE") throw refuse("is no WAV file");

  let format: { code: number; channels: number; sampleRate: number; bits: number } | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const chunk = text(bytes, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (chunk === "fmt " && size >= 16 && start + size <= bytes.length) {
      const code = view.getUint16(start, true);
      format = {
        code: code === EXTENSIBLE && size >= 26 ? view.getUint16(start + 24, true) : code,
        channels: view.getUint16(start + 2, true),
        sampleRate: view.getUint32(start + 4, true),
        bits: view.getUint16(start + 14, true),
      };
    } else if (chunk === "data") {
      const reader = format && readers[`${format.code}/${format.bits}`];
      if (!format || !reader || format.channels === 0 || format.sampleRate === 0)
        throw refuse("has samples of an unknown form");
      if (format.channels > MAX_CHANNELS || format.sampleRate > MAX_SAMPLE_RATE) {
        const most = `${MAX_CHANNELS} channels and ${MAX_SAMPLE_RATE.toLocaleString("en")} Hz`;
        throw refuse(`has ${format.channels} channels at ${format.sampleRate} Hz, where ${most} are the most`);
      }
      // Recorders that were cut off leave a size beyond the end.
      const sampleBytes = format.bits / 8;
      const frames = Math.floor(Math.min(size, bytes.length - start) / (sampleBytes * format.channels));
      const samples = Float32Array.from({ length: frames * format.channels }, (_, index) =>
        reader(view, start + index * sampleBytes),
      );
      return { sampleRate: format.sampleRate, channels: format.channels, samples };
    }
    at = start + size + (size % 2);
  }
  throw refuse("has no samples");
}

const readers: Record<string, (view: DataView, at: number) => number> = {
  [`${PCM}/8`]: (view, at) => (view.getUint8(at) - 128) / 128,
  [`${PCM}/16`]: (view, at) => view.getInt16(at, true) / 2 ** 15,
  [`${PCM}/24`]: (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23,
  [`${PCM}/32`]: (view, at) => view.getInt32(at, true) / 2 ** 31,
  [`${IEEE_FLOAT}/32`]: (view, at) => view.getFloat32(at, true),
  [`${IEEE_FLOAT}/64`]: (view, at) => view.getFloat64(at, true),
};

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
