import type { WavSamples } from "./wav-samples.ts";

export const WINDOW_FRAMES = 1_024;
const BINS = WINDOW_FRAMES / 2;
/** What is quieter than this beside the loudest is drawn as silence. */
export const FLOOR_DB = -80;

/** Levels in dB of the frequencies from 0 to half the sample rate, at one moment of the sound; its first channel. */
export function spectrumAt({ frames, sampleAt }: WavSamples, centre: number): Float32Array {
  const real = new Float32Array(WINDOW_FRAMES);
  const imaginary = new Float32Array(WINDOW_FRAMES);
  const start = Math.round(centre - WINDOW_FRAMES / 2);
  for (let index = 0; index < WINDOW_FRAMES; index++) {
    const frame = start + index;
    if (frame < 0 || frame >= frames) continue;
    const sample = sampleAt(frame, 0);
    real[index] = Number.isFinite(sample) ? sample * hann[index]! : 0;
  }
  transform(real, imaginary);
  return Float32Array.from({ length: BINS }, (_, bin) => {
    const level = Math.hypot(real[bin]!, imaginary[bin]!) / (WINDOW_FRAMES / 4);
    return Math.max(FLOOR_DB, 20 * Math.log10(Math.max(1e-9, level)));
  });
}

const hann = Float32Array.from(
  { length: WINDOW_FRAMES },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / WINDOW_FRAMES),
);

/** Fast Fourier transform in place (Cooley and Tukey, radix 2); the length is a power of two. */
export function transform(real: Float32Array, imaginary: Float32Array): void {
  const { length } = real;
  for (let index = 1, other = 0; index < length; index++) {
    let bit = length >> 1;
    for (; other & bit; bit >>= 1) other ^= bit;
    other ^= bit;
    if (index < other) {
      [real[index], real[other]] = [real[other]!, real[index]!];
      [imaginary[index], imaginary[other]] = [imaginary[other]!, imaginary[index]!];
    }
  }
  for (let size = 2; size <= length; size *= 2) {
    const angle = (-2 * Math.PI) / size;
    for (let start = 0; start < length; start += size) {
      for (let at = 0; at < size / 2; at++) {
        const [cos, sin] = [Math.cos(angle * at), Math.sin(angle * at)];
        const [even, odd] = [start + at, start + at + size / 2];
        const partReal = real[odd]! * cos - imaginary[odd]! * sin;
        const partImaginary = real[odd]! * sin + imaginary[odd]! * cos;
        real[odd] = real[even]! - partReal;
        imaginary[odd] = imaginary[even]! - partImaginary;
        real[even] = real[even]! + partReal;
        imaginary[even] = imaginary[even]! + partImaginary;
      }
    }
  }
}
