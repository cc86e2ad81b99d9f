import { expect, test } from "vitest";
import { dateRange } from "./date-range.ts";

const now = new Date("2026-11-29T23:30:00Z");

test.each([
  ["2026-11-01", "UTC", "2026-11-01T00:00:00.000Z", "2026-11-02T00:00:00.000Z"],
  ["2026-12", "UTC", "2026-12-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
  ["2026", "Europe/Berlin", "2025-12-31T23:00:00.000Z", "2026-12-31T23:00:00.000Z"],
  ["2026-11-01T14:30", "Asia/Kolkata", "2026-11-01T09:00:00.000Z", "2026-11-01T09:01:00.000Z"],
  // A day of 25 hours and one of 23.
  ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
  ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"],
  // An hour that clocks show twice; without an offset it is the later one.
  ["2026-10-25T02:30+02:00", "Europe/Berlin", "2026-10-25T00:30:00.000Z", "2026-10-25T00:31:00.000Z"],
  ["2026-10-25T02:30+01:00", "Europe/Berlin", "2026-10-25T01:30:00.000Z", "2026-10-25T01:31:00.000Z"],
  ["2026-11-01T14:30-03:30", "UTC", "2026-11-01T18:00:00.000Z", "2026-11-01T18:01:00.000Z"],
  ["2026-11-01T14:30Z", "Asia/Kolkata", "2026-11-01T14:30:00.000Z", "2026-11-01T14:31:00.000Z"],
  ["today", "Europe/Berlin", "2026-11-29T23:00:00.000Z", "2026-11-30T23:00:00.000Z"],
  ["yesterday", "UTC", "2026-11-28T00:00:00.000Z", "2026-11-29T00:00:00.000Z"],
])("%s in %s is from %s to %s", (date, timeZone, from, to) => {
  const range = dateRange(date, { timeZone, now });
  expect([range.from.toISOString(), range.to.toISOString()]).toEqual([from, to]);
});
