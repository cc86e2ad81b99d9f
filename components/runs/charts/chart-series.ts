import type { RouterOutputs } from "#components/trpc";
import { formatDuration } from "../../ui/format-duration.ts";
import { formatCount } from "../../ui/format-number.ts";

export type RunsOverTime = RouterOutputs["runCharts"]["overTime"];
export type RunsByPart = RouterOutputs["runCharts"]["byPart"];
type Sums = RunsOverTime["total"];

/** A token of the theme. */
export type ChartColour = "--text" | "--text-2" | "--border-control" | "--accent" | "--state-danger" | "--state-cached";

export type ChartSeries = { name: string; colour: ChartColour; valueOf: (sums: Sums) => number | null };

/** What stands on one chart over time. Bars are stacked, the first series lowest. */
export type TimeChart = {
  id: string;
  title: string;
  draw: "bars" | "lines";
  format: (value: number) => string;
  /** Of the numbers in tables and files: "ms", or none for counts. */
  unit: "ms" | null;
  series: readonly ChartSeries[];
  /** In its place where its series have no value, and as bars none above nothing. */
  empty: string;
};

export const runCountOf = ({ succeeded, failed, cancelled, open }: Sums) => succeeded + failed + cancelled + open;

export const timeCharts: readonly TimeChart[] = [
  {
    id: "runs",
    title: "Runs and failures",
    draw: "bars",
    format: formatCount,
    unit: null,
    series: [
      { name: "Failed", colour: "--state-danger", valueOf: ({ failed }) => failed },
      { name: "Done", colour: "--border-control", valueOf: ({ succeeded }) => succeeded },
      { name: "Cancelled", colour: "--text-2", valueOf: ({ cancelled }) => cancelled },
      { name: "Under way", colour: "--accent", valueOf: ({ open }) => open },
    ],
    empty: "No run was ordered.",
  },
  {
    id: "duration",
    title: "Duration",
    draw: "lines",
    format: formatDuration,
    unit: "ms",
    series: [
      { name: "p50", colour: "--text", valueOf: ({ durationMs }) => durationMs?.p50 ?? null },
      { name: "p95", colour: "--border-control", valueOf: ({ durationMs }) => durationMs?.p95 ?? null },
    ],
    empty: "No run has ended yet.",
  },
  {
    id: "wait",
    title: "Wait before the start",
    draw: "lines",
    format: formatDuration,
    unit: "ms",
    series: [
      { name: "p50", colour: "--text", valueOf: ({ waitMs }) => waitMs?.p50 ?? null },
      { name: "p95", colour: "--border-control", valueOf: ({ waitMs }) => waitMs?.p95 ?? null },
    ],
    empty: "No run has started yet.",
  },
  {
    id: "saved",
    title: "Time saved by reused results",
    draw: "bars",
    format: formatDuration,
    unit: "ms",
    series: [{ name: "Saved", colour: "--state-cached", valueOf: ({ savedMs }) => savedMs }],
    empty: "No result of an earlier run was reused.",
  },
];

/** "3.2 %"; what is not quite nothing or all is not told as that. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0 %";
  const percent = (part / whole) * 100;
  if (percent < 0.1) return "< 0.1 %";
  return `${percent > 99.9 && part < whole ? "> 99.9" : Number(percent.toFixed(percent < 10 ? 1 : 0))} %`;
}
