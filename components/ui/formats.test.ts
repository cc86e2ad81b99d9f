import { expect, test } from "vitest";
import { formatBytes } from "./format-bytes.ts";
import { formatDuration } from "./format-duration.ts";
import { formatQuantity, formatShortCount, formatValue } from "./format-number.ts";
import { formatRelative } from "./format-time.ts";

test("durations have the unit that suits them, after a space", () => {
  const durations = [0.01, 0.34, 0.97, 18.4, 999.4, 999.6, 1_000, 9_949, 9_951, 59_600, 72_000, 7_500_000];

  expect(durations.map(formatDuration)).toEqual([
    "0 ms",
    "0.3 ms",
    "1 ms",
    "18 ms",
    "999 ms",
    "1.0 s",
    "1.0 s",
    "9.9 s",
    "10 s",
    "1 m 0 s",
    "1 m 12 s",
    "2 h 5 m",
  ]);
});

test("sizes count in thousands and never show 1000 of a unit", () => {
  expect([0, 512, 84_000, 491_884, 999_400, 999_600, 3_100_000, 120_000_000, 1.5e9].map(formatBytes)).toEqual([
    "0 B",
    "512 B",
    "84 kB",
    "492 kB",
    "999 kB",
    "1.0 MB",
    "3.1 MB",
    "120 MB",
    "1.5 GB",
  ]);
});

test("measured numbers keep their significant digits, whatever their size, and whole ones all of theirs", () => {
  expect([0.35271, 12.5678, 155.9999, 3.1e-7, 1.25e18, -2.5, Number.NaN].map((value) => formatValue(value))).toEqual([
    "0.3527",
    "12.57",
    "156",
    "3.10e-7",
    "1.25e+18",
    "-2.5",
    "NaN",
  ]);
  expect([0, 12, -1_284, 1_868_231_323].map((value) => formatValue(value))).toEqual([
    "0",
    "12",
    "-1,284",
    "1,868,231,323",
  ]);
});

test("quantities agree with their noun", () => {
  expect([formatQuantity(1, "row"), formatQuantity(1_284, "row"), formatQuantity(2, "class", "classes")]).toEqual([
    "1 row",
    "1,284 rows",
    "2 classes",
  ]);
});

test("large counts are told short", () => {
  expect([999, 1_500, 119_264, 25_600_000].map(formatShortCount)).toEqual(["999", "1.5 k", "119 k", "26 M"]);
});

test("times are relative within a day, then dates", () => {
  const now = new Date("2026-11-21T12:00:00");
  const ago = (ms: number) => formatRelative(new Date(now.getTime() - ms), now);

  expect([ago(5_000), ago(5 * 60_000), ago(3 * 3_600_000), ago(26 * 3_600_000), ago(400 * 86_400_000)]).toEqual([
    "now",
    "5 min ago",
    "3 h ago",
    "20 Nov",
    "17 Oct 2025",
  ]);
});
