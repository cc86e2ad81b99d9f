/** What of the shown time is in view. */
export type TimeWindow = { from: number; to: number };

/** A hundredth of a millisecond fills the window then: finer than anything is timed. */
const LEAST_LENGTH = 0.01;

/** Null shows everything, also what is still to come. */
export type ChosenWindow = TimeWindow | null;

export function wholeOr(chosen: ChosenWindow, length: number): TimeWindow {
  return chosen ?? { from: 0, to: length };
}

/** Within what there is; null when that is all of it. */
export function clampWindow({ from, to }: TimeWindow, length: number): ChosenWindow {
  const width = Math.max(LEAST_LENGTH, to - from);
  if (width >= length) return null;
  const start = Math.min(Math.max(0, from), length - width);
  return { from: start, to: start + width };
}

/** `factor` above 1 comes nearer; what lies at `fraction` of the window stays where it is. */
export function zoomWindow(
  chosen: ChosenWindow,
  { length, factor, fraction = 0.5 }: { length: number; factor: number; fraction?: number },
): ChosenWindow {
  const { from, to } = wholeOr(chosen, length);
  const width = Math.max(LEAST_LENGTH, (to - from) / factor);
  const still = from + (to - from) * fraction;
  return clampWindow({ from: still - width * fraction, to: still + width * (1 - fraction) }, length);
}

/** By a fraction of the window's width. */
export function panWindow(chosen: ChosenWindow, { length, by }: { length: number; by: number }): ChosenWindow {
  if (chosen === null) return null;
  const distance = (chosen.to - chosen.from) * by;
  return clampWindow({ from: chosen.from + distance, to: chosen.to + distance }, length);
}
