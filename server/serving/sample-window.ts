/** The newest values of something, for quantiles. */
export type SampleWindow = {
  add: (value: number) => void;
  /** @param fractions from 0 to 1. NaN for each while there is no value. */
  quantiles: (fractions: readonly number[]) => number[];
};

export function createSampleWindow(size = 512): SampleWindow {
  const values = new Float64Array(size);
  let count = 0;
  return {
    add: (value) => {
      values[count++ % size] = value;
    },
    quantiles: (fractions) => {
      const sorted = values.slice(0, Math.min(count, size)).sort();
      return fractions.map((fraction) => sorted[Math.ceil(fraction * sorted.length) - 1] ?? sorted[0] ?? NaN);
    },
  };
}
