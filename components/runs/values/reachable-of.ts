import type { RecordedList } from "#graph/recorded-values";

/** How many items of a list can be had: fewer than there are where it was not kept whole. */
export function reachableOf({ whole, count, items }: RecordedList): number {
  return whole ? count : items.length;
}
