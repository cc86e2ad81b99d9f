/** The last items that ended since the batch was started or retried: how many, within how many milliseconds up to now. */
export type BatchPace = { ended: number; withinMs: number };

/** Fewer tell nothing: the first ones wait for a model to be loaded. */
const LEAST_ENDED = 3;

/** Items in a second; null while too few have ended to tell. */
export function itemsPerSecond({ ended, withinMs }: BatchPace): number | null {
  if (ended < LEAST_ENDED || withinMs <= 0) return null;
  return (ended * 1_000) / withinMs;
}

/** How long the items that are left take at this pace; null while that is not known, 0 where none is left. */
export function remainingMs(left: number, pace: BatchPace): number | null {
  if (left === 0) return 0;
  const rate = itemsPerSecond(pace);
  return rate === null ? null : (left / rate) * 1_000;
}
