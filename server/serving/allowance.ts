/** Of those that are let in, this share may be late. */
const LATE_SHARE = 0.01;
/** How far one that took longer than allowed for moves the allowance. */
const STEP = 0.25;
/** A burst of requests finds at least this, or half of the first that are let in would be late. */
const LEAST = 1.5;
const MOST = 4;

export type Allowance = {
  /** How many times its estimate a request is to be given. */
  factor: () => number;
  /** @param ratio of the time that a request took, or after which it was given up, to its estimate, both with what was before it */
  observe: (ratio: number) => void;
};

/**
 * Learns how far estimates, which are means, fall short: a quantile of the ratios observed, by the stochastic approximation
 * of Robbins and Monro (1951) on a logarithmic scale.
 */
export function createAllowance(): Allowance {
  let factor = LEAST;
  return {
    factor: () => factor,
    observe: (ratio) => {
      const step = ratio > factor ? STEP * (1 - LATE_SHARE) : -STEP * LATE_SHARE;
      factor = Math.min(MOST, Math.max(LEAST, factor * Math.exp(step)));
    },
  };
}
