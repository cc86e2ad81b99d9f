import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketsOf, MAX_BUCKETS } from "./bucket-edges.ts";
import { chartSpans, printWindow, readWindow, widerSpan } from "./chart-window.ts";
import { dateRange } from "../run-query/date-range.ts";
import { parseRunQuery } from "../run-query/parse-run-query.ts";
import { minuteOf, narrowed, startedBetween } from "./narrow-query.ts";

const now = new Date("2026-11-18T14:40:20Z");
const between = (from: string, to: string) => ({ kind: "between", from, to }) as const;
const iso = (edges: readonly number[]) => edges.map((edge) => new Date(edge).toISOString().slice(0, 16));

test.each([
  ["1h", 60, "2026-11-18T13:41", "2026-11-18T14:41"],
  ["24h", 48, "2026-11-17T15:00", "2026-11-18T15:00"],
  ["7d", 56, "2026-11-11T15:00", "2026-11-18T15:00"],
  ["30d", 30, "2026-10-20T00:00", "2026-11-19T00:00"],
] as const)("the last %s are %i buckets, which end with the one that is now", (span, count, from, to) => {
  const { edges } = bucketsOf({ kind: "last", span }, { timeZone: "UTC", now });

  expect(edges).toHaveLength(count + 1);
  expect([iso(edges)[0], iso(edges).at(-1)]).toEqual([from, to]);
});

test("days begin at midnight of the reader's clock, also where one of them has 23 hours", () => {
  const after = { timeZone: "Europe/Berlin", now: new Date("2026-03-30T10:00:00Z") };

  const { edges } = bucketsOf({ kind: "last", span: "30d" }, after);

  expect(iso(edges).slice(-3)).toEqual(["2026-03-28T23:00", "2026-03-29T22:00", "2026-03-30T22:00"]);
});

test("half hours of a zone that is half an hour off begin on its half hours", () => {
  const { edges } = bucketsOf({ kind: "last", span: "24h" }, { timeZone: "Asia/Kathmandu", now });

  expect(minuteOf(edges[0]!, "Asia/Kathmandu")).toBe("2026-11-17T20:30");
});

test("a window of one's own begins and ends where it says, with round times between", () => {
  const { edges, sizeMs } = bucketsOf(between("2026-11-01T09:20", "2026-11-01T12:10"), { timeZone: "UTC", now });

  expect(sizeMs).toBe(5 * 60_000);
  expect(iso(edges).slice(0, 2)).toEqual(["2026-11-01T09:20", "2026-11-01T09:25"]);
  expect(iso(edges).at(-1)).toBe("2026-11-01T12:10");
  const single = bucketsOf(between("2026-11-01T09:20", "2026-11-01T09:21"), { timeZone: "UTC", now });
  expect(iso(single.edges)).toEqual(["2026-11-01T09:20", "2026-11-01T09:21"]);
});

test.each([
  ["Europe/Berlin", "2026-10-25", "02:00", "03:00", ["00:00", "02:00"]],
  ["Europe/Berlin", "2026-10-25", "02:30", "04:00", ["00:30", "03:00"]],
  ["Europe/Berlin", "2026-10-25", "00:00", "02:30", ["22:00", "01:30"]],
  ["America/New_York", "2026-11-01", "01:00", "02:00", ["05:00", "07:00"]],
  ["America/New_York", "2026-11-01", "00:30", "01:30", ["04:30", "06:30"]],
  ["Australia/Lord_Howe", "2026-04-05", "01:30", "02:00", ["14:30", "15:30"]],
  // The hour that is left out: its clocks are those after it.
  ["Europe/Berlin", "2026-03-29", "02:30", "04:00", ["01:30", "02:00"]],
])("a window in %s on %s from %s to %s holds an hour that comes twice both times", (timeZone, day, from, to, ends) => {
  const { edges } = bucketsOf(between(`${day}T${from}`, `${day}T${to}`), { timeZone, now });

  expect([edges[0]!, edges.at(-1)!].map((edge) => new Date(edge).toISOString().slice(11, 16))).toEqual(ends);
});

test("any window in any zone has a bounded number of buckets in order, each longer than nothing", () => {
  const minute = fc
    .date({ min: new Date("1950-01-01"), max: new Date("2090-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 16));
  const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu");
  fc.assert(
    fc.property(minute, minute, zone, (one, other, timeZone) => {
      fc.pre(one !== other);
      const [from, to] = [one, other].toSorted();

      const { edges } = bucketsOf(between(from!, to!), { timeZone, now });

      expect(edges.length).toBeLessThanOrEqual(MAX_BUCKETS + 1);
      expect(edges.every((edge, index) => index === 0 || edge > edges[index - 1]!)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("windows are read as they are printed, and nothing else is", () => {
  for (const span of chartSpans) expect(readWindow(span)).toEqual({ kind: "last", span });
  const own = between("2026-11-01T00:00", "2026-11-08T00:00");
  expect(readWindow(printWindow(own))).toEqual(own);
  for (const text of ["", "2h", "today", "2026-11-01..2026-11-08", "2026-11-08T00:00..2026-11-01T00:00"]) {
    expect(readWindow(text)).toBeNull();
  }
  expect(readWindow("2026-11-31T00:00..2026-12-02T00:00")).toBeNull();
  expect(readWindow("2026-11-01T00:00Z..2026-12-02T00:00Z")).toBeNull();
  expect(widerSpan({ kind: "last", span: "24h" })).toBe("7d");
  expect(widerSpan({ kind: "last", span: "30d" })).toBeNull();
});

test("a bucket is asked for by minutes of the reader's clock, behind what was asked already", () => {
  const [from, to] = [Date.parse("2026-11-18T13:00:00Z"), Date.parse("2026-11-18T13:30:00Z")];

  expect(narrowed("status:failed", startedBetween(from, to, "Europe/Berlin"))).toBe(
    "status:failed started:>=2026-11-18T14:00 started:<2026-11-18T14:30",
  );
});

test("the buckets of a night in which an hour comes twice are asked for one by one", () => {
  const timeZone = "Europe/Berlin";
  const night = new Date("2026-10-25T03:00:00Z");
  const { edges } = bucketsOf({ kind: "last", span: "24h" }, { timeZone, now: night });

  for (const [index, from] of edges.slice(0, -1).entries()) {
    const to = edges[index + 1]!;
    const { query, problems } = parseRunQuery(narrowed("", startedBetween(from, to, timeZone)));
    expect(problems).toEqual([]);
    const begins = query.clauses.map(({ tests: [test] }) =>
      test?.kind === "date" ? dateRange(test.date, { timeZone, now: night }).from.getTime() : null,
    );
    expect(begins).toEqual([from, to]);
  }
});
