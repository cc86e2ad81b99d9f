import { formatCount } from "../../ui/format-number.ts";
import { bucketWords } from "./bucket-words.ts";
import { runCountOf, type RunsOverTime, type TimeChart } from "./chart-series.ts";
import type { ChartTable } from "./chart-csv.ts";

/** The buckets of a chart as rows. */
export function timeTable(
  { series, format, unit }: TimeChart,
  { buckets, edges }: RunsOverTime,
  hrefOf: (from: number, to: number) => string,
): ChartTable {
  const names = series.map(({ name }) => name);
  return {
    columns: ["Time", "Runs", ...names],
    rawColumns: ["from", "to", "runs", ...names.map((name) => (unit ? `${name} (${unit})` : name))],
    rows: buckets.map((sums, index) => {
      const [from, to] = [edges[index]!, edges[index + 1]!];
      const values = series.map(({ valueOf }) => valueOf(sums));
      const runs = runCountOf(sums);
      return {
        key: String(from),
        words: [
          bucketWords(from, to),
          formatCount(runs),
          ...values.map((value) => (value === null ? "–" : format(value))),
        ],
        href: runs > 0 ? hrefOf(from, to) : null,
        raw: [new Date(from).toISOString(), new Date(to).toISOString(), runs, ...values],
      };
    }),
  };
}
