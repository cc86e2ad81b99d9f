/** Orders in which runs are listed, other than the newest first. */
export const runSorts = ["longest", "shortest", "largest", "smallest"] as const;
export type RunSort = (typeof runSorts)[number];

/** Where a run stands in such an order: its milliseconds or bytes, and its number among equals. */
export type RunPlace = { value: number; number: number };

export function isDescending(sort: RunSort): boolean {
  return sort === "longest" || sort === "largest";
}

export function isBySize(sort: RunSort): boolean {
  return sort === "largest" || sort === "smallest";
}

/** Null where the run is not in the order: it has not ended, or is not measured yet. */
export function runPlace(
  run: { number: number; durationMs: number | null; sizeBytes: number | null },
  sort: RunSort,
): RunPlace | null {
  const value = isBySize(sort) ? run.sizeBytes : run.durationMs;
  return value === null ? null : { value, number: run.number };
}

/** Below zero where the first stands before the second. */
export function comparePlaces(one: RunPlace, other: RunPlace, sort: RunSort): number {
  const rising = one.value - other.value || one.number - other.number;
  return isDescending(sort) ? -rising : rising;
}
