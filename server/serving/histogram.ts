import type { Metric } from "./add-metric.ts";

/** Counts of values by size, as Prometheus wants them: those of several servers can be added up, which quantiles cannot. */
export type Histogram = {
  add: (value: number) => void;
  /** @param labels without their braces */
  rows: (labels: string) => Metric["rows"];
};

/** @param bounds ascending; a value counts at the first that is not below it */
export function createHistogram(bounds: readonly number[]): Histogram {
  const counts = new Float64Array(bounds.length + 1);
  let sum = 0;
  return {
    add: (value) => {
      const at = bounds.findIndex((bound) => value <= bound);
      counts[at < 0 ? bounds.length : at]!++;
      sum += value;
    },
    rows: (labels) => {
      let below = 0;
      const buckets = [...bounds, "+Inf"].map(
        (bound, at) => [`_bucket{${labels},le="${bound}"}`, (below += counts[at]!)] as const,
      );
      return [...buckets, [`_sum{${labels}}`, sum], [`_count{${labels}}`, below]];
    },
  };
}
