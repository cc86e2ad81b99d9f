/** Samples of one channel at a time, −1 to 1. */
export type WavSamples = {
  sampleRate: number;
  channels: number;
  frames: number;
  sampleAt: (frame: number, channel: number) => number;
};

/** Reads WAV files as they are kept here: 32-bit floats, and 16-bit integers. @throws Error for any other */
export function readWav(bytes: Uint8Array<ArrayBuffer>): WavSamples {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 44 || word(0) !== "RIFF" || word(8) !== "WAVE")
    throw new Error("The sound is no WAV file. Download it.");
  let format: { code: number; channels: number; sampleRate: number; bits: number } | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const sizeBytes = view.getUint32(at + 4, true);
    const body = at + 8;
    if (word(at) === "fmt ") {
      format = {
        code: view.getUint16(body, true),
        channels: view.getUint16(body + 2, true),
        sampleRate: view.getUint32(body + 4, true),
        bits: view.getUint16(body + 14, true),
      };
    } else if (word(at) === "data" && format) {
      const { code, channels, sampleRate, bits } = format;
      const isFloat = code === 3 && bits === 32;
      if ((!isFloat && !(code === 1 && bits === 16)) || channels === 0) break;
      const frames = Math.floor(Math.min(sizeBytes, bytes.length - body) / (channels * (bits / 8)));
      const read = isFloat
        ? (index: number) => view.getFloat32(body + index * 4, true)
        : (index: number) => view.getInt16(body + index * 2, true) / 32_768;
      return { sampleRate, channels, frames, sampleAt: (frame, channel) => read(frame * channels + channel) };
    }
    at = body + sizeBytes + (sizeBytes % 2);
  }
  throw new Error("The WAV file holds its samples in a form that is not drawn here. Play or download it.");
}

/** The least and greatest sample in each of `count` equal stretches, over all channels. */
export function peaksOf({ channels, frames, sampleAt }: WavSamples, count: number): { low: number; high: number }[] {
  const length = Math.min(count, frames);
  return Array.from({ length }, (_, index) => {
    const from = Math.floor((index * frames) / length);
    const to = Math.floor(((index + 1) * frames) / length);
    // Of a long stretch every so many samples: a peak is seldom so short.
    const step = Math.max(1, Math.floor((to - from) / 2_000));
    let [low, high] = [0, 0];
    for (let frame = from; frame < to; frame += step) {
      for (let channel = 0; channel < channels; channel++) {
        const sample = sampleAt(frame, channel);
        if (sample < low) low = sample;
        if (sample > high) high = sample;
      }
    }
    return { low: Math.max(-1, low), high: Math.min(1, high) };
  });
}
