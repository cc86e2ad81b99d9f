import { expect, test } from "vitest";
import { narrowed } from "#graph/run-charts/narrow-query";
import { runsAddress } from "../list/run-query-url.ts";
import { axisTicks } from "./axis-ticks.ts";
import { bucketWords, sizeWords } from "./bucket-words.ts";
import { formatShare, type RunsByPart, type RunsOverTime, timeCharts } from "./chart-series.ts";
import { toCsv } from "./chart-csv.ts";
import { chartsAddress, readChartsSearch } from "./charts-address.ts";
import { partCharts, partTable } from "./part-charts.ts";
import { plotColumns } from "./plot-columns.ts";
import { timeTable } from "./time-table.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** By the clock of whoever runs the tests, as the page does it. */
const midnight = new Date(2026, 10, 18).getTime();
const sums = {
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  open: 0,
  durationMs: null,
  waitMs: null,
  savedMs: 0,
  cachedSteps: 0,
  steps: 0,
};

function overTime(...buckets: Partial<RunsOverTime["total"]>[]): RunsOverTime {
  return {
    edges: Array.from({ length: buckets.length + 1 }, (_, index) => midnight + index * HOUR_MS),
    sizeMs: HOUR_MS,
    buckets: buckets.map((bucket) => ({ ...sums, ...bucket })),
    total: sums,
    countedFrom: null,
  };
}

test("bars of a bucket stand on each other, the topmost drawn first, and what is hidden takes no room", () => {
  const chart = timeCharts[0]!;
  const { edges } = overTime({}, {});
  const values = [
    [1, 0],
    [4, 5],
    [2, 0],
  ];

  expect(plotColumns({ chart, series: chart.series.slice(0, 3), values, edges })).toEqual([
    [0, 1],
    [7, 5],
    [5, 5],
    [1, 0],
  ]);
  expect(plotColumns({ chart, series: chart.series.slice(0, 1), values: values.slice(1, 2), edges })).toEqual([
    [0, 1],
    [4, 5],
  ]);
});

test("the axis names round times of the clock, as many as there is room for", () => {
  const hours = Array.from({ length: 49 }, (_, index) => midnight + HOUR_MS / 2 + index * (HOUR_MS / 2));

  expect(axisTicks(hours, 8)).toEqual([5, 11, 17, 23, 29, 35, 41, 47]);
  expect(axisTicks(hours, 2)).toEqual([23, 47]);
  expect(axisTicks([midnight + 60_000, midnight + 120_000], 4)).toEqual([0]);
  expect(axisTicks([], 4)).toEqual([]);
});

test("buckets are told by when they were and how long they are", () => {
  expect(bucketWords(midnight + 14 * HOUR_MS, midnight + 14.5 * HOUR_MS)).toBe("18 Nov, 14:00 – 14:30");
  expect(bucketWords(midnight, midnight + DAY_MS)).toBe("18 Nov");
  expect(bucketWords(midnight, midnight + 7 * DAY_MS)).toBe("18 Nov – 24 Nov");
  expect([60_000, 30 * 60_000, 3 * HOUR_MS, DAY_MS, 7 * DAY_MS].map(sizeWords)).toEqual([
    "minute",
    "30 minutes",
    "3 hours",
    "day",
    "7 days",
  ]);
});

test("shares are not told as nothing or all where they are not quite that", () => {
  expect([
    formatShare(0, 9),
    formatShare(1, 5_000),
    formatShare(1, 31),
    formatShare(4_999, 5_000),
    formatShare(5, 5),
  ]).toEqual(["0 %", "< 0.1 %", "3.2 %", "> 99.9 %", "100 %"]);
});

test("the numbers of a chart are rows with the runs behind them, and a file in milliseconds", () => {
  const data = overTime({}, { succeeded: 2, durationMs: { p50: 1_500, p95: 2_000 } });
  const chart = timeCharts.find(({ id }) => id === "duration")!;

  const table = timeTable(chart, data, (from) => `/runs?from=${from}`);

  expect(table.rows.map(({ words, href }) => [words.slice(1).join(" "), href])).toEqual([
    ["0 – –", null],
    ["2 1.5 s 2.0 s", `/runs?from=${midnight + HOUR_MS}`],
  ]);
  const [head, empty, full] = toCsv(table).split("\r\n");
  expect(head).toBe("from,to,runs,p50 (ms),p95 (ms)");
  expect(empty).toMatch(/,0,,$/);
  expect(full).toBe(
    `${new Date(midnight + HOUR_MS).toISOString()},${new Date(midnight + 2 * HOUR_MS).toISOString()},2,1500,2000`,
  );
});

test("titles are quoted in a file, and none is a formula to a spreadsheet", () => {
  const workflow = { id: "9b2e", title: 'Say "hi", twice' };
  const byPart: RunsByPart = {
    nodes: { items: [{ workflow, title: "=1+1", runs: 2, ms: 3.5 }], count: 30, ms: 7 },
    models: {
      items: [
        { hash: "a".repeat(64), name: null, version: null, isOnly: false, runs: 1, ms: 1 },
        { hash: "b".repeat(64), name: "digits", version: 3, isOnly: true, runs: 1, ms: 1 },
        { hash: "c".repeat(64), name: "twins", version: 1, isOnly: false, runs: 1, ms: 1 },
      ],
      count: 1,
      ms: 1,
    },
    versions: { items: [{ workflow, version: 3, runs: 8, failed: 2, durationMs: null }], count: 1 },
  };

  const [nodes, models, versions] = partCharts(byPart);

  expect(toCsv(partTable(nodes!, () => ""))).toBe(`node,workflow,runs,time (ms)\r\n'=1+1,"Say ""hi"", twice",2,3.5`);
  expect([nodes!.note, nodes!.bars[0]!.words]).toEqual(["the largest 1 of 30", "4 ms · 50 %"]);
  expect(models!.bars.map(({ name, narrowing }) => [name, narrowed("", narrowing)])).toEqual([
    ["A removed model, aaaaaaaa", `computed:=${"a".repeat(64)}`],
    ["digits@3", "computed:=digits@3"],
    ["twins@1", `computed:=${"c".repeat(64)}`],
  ]);
  expect(versions!.bars[0]!.words).toBe("8 runs · 25 % failed");
});

test("an address says query and window, and a window that cannot be read is the usual one", () => {
  expect(chartsAddress("")).toBe("/runs/charts");
  expect(chartsAddress("tag:a", { kind: "last", span: "7d" })).toBe("/runs/charts?q=tag%3Aa&window=7d");
  expect(readChartsSearch({ q: "tag:a", window: "7d" })).toEqual({
    query: "tag:a",
    window: { kind: "last", span: "7d" },
  });
  expect(readChartsSearch({ window: "for ever" }).window).toEqual({ kind: "last", span: "24h" });
  expect(runsAddress("")).toBe("/runs");
});
