import type { ValueDifference } from "#graph/value-differences";

/** For values that are too large for how they would be compared. */
export function differsTooMuch(what: string, most: number): ValueDifference {
  const reason = `One of them has more than ${most.toLocaleString("en")} ${what}, which is too many to be compared here. Download both.`;
  return { kind: "unread", reason };
}
