/** Units in which people give durations, with their milliseconds. */
export const durationUnits = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
export type DurationUnit = keyof typeof durationUnits;

export const unitNames = ["seconds", "minutes", "hours", "days"] as const satisfies DurationUnit[];
export const unitOptions: Record<DurationUnit, string> = {
  seconds: "Seconds",
  minutes: "Minutes",
  hours: "Hours",
  days: "Days",
};

/** Nothing waits longer: what is needed in a year is better started then. */
export const LONGEST_WAIT_MS = 366 * durationUnits.days;
