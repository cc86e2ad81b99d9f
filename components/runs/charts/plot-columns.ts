import type uPlot from "uplot";
import type { ChartSeries, TimeChart } from "./chart-series.ts";

export type PlotData = {
  chart: TimeChart;
  /** Those that are shown, in the order of the chart. */
  series: readonly ChartSeries[];
  /** Of each of them, a value for each bucket. */
  values: readonly (readonly (number | null)[])[];
  edges: readonly number[];
};

/** A column of places, then one for each series as it is drawn: bars from the topmost down, each over all below it. */
export function plotColumns({ chart, values, edges }: PlotData): uPlot.AlignedData {
  const places = edges.slice(0, -1).map((_, index) => index);
  if (chart.draw === "lines") return [places, ...values.map((one) => [...one])];
  let below = places.map(() => 0);
  const stacked = values.map((one) => (below = below.map((sum, index) => sum + (one[index] ?? 0))));
  return [places, ...stacked.toReversed()];
}
