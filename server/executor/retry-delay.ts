/** A wait that doubled ten times from ten minutes would outlast everyone's patience. */
const MAX_DELAY_MS = 600_000;

/**
 * Milliseconds to wait after the failed attempt of this number, counted from 1: doubles each time, and up to a quarter
 * longer by chance, so that steps that failed together do not come back together.
 */
export function retryDelay(delayMs: number, attempt: number): number {
  const doubled = Math.min(delayMs * 2 ** (attempt - 1), MAX_DELAY_MS);
  return Math.round(doubled * (1 + Math.random() / 4));
}
