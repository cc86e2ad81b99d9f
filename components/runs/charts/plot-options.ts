import uPlot from "uplot";
import { axisTicks, tickWords } from "./axis-ticks.ts";
import type { ChartColours } from "./chart-colours.ts";
import type { TimeChart } from "./chart-series.ts";
import type { PlotData } from "./plot-columns.ts";

export const PLOT_HEIGHT_PX = 168;
/** Around what is drawn: for the axes, and for half a label at the right. */
export const plotInset = { left: 56, right: 8, top: 8, bottom: 24 };
const LABEL_PX = 84;
const MAX_BAR_PX = 36;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const durationSteps = [
  0.1,
  0.2,
  0.5,
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 20, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000].map((hours) => hours * 60 * MINUTE_MS),
];
const countSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6];

/** Buckets stand side by side, whatever their lengths, so that each is as easy to point at: x is a bucket's place. */
export function plotOptions({ chart, series, edges }: PlotData, colours: ChartColours, widthPx: number): uPlot.Options {
  const count = edges.length - 1;
  const ticks = axisTicks(edges, Math.max(2, Math.floor(widthPx / LABEL_PX)));
  const spanMs = edges.at(-1)! - edges[0]!;
  const axis = { stroke: colours.words, font: colours.font, ticks: { show: false }, gap: 6 };
  const drawn = chart.draw === "bars" ? series.toReversed() : series;
  const isShort = count <= 2;
  return {
    width: widthPx,
    height: PLOT_HEIGHT_PX,
    padding: [plotInset.top, plotInset.right, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => [-0.5, count - 0.5] },
      y: { range: (_plot, _min, max) => [0, Math.max(max * 1.05, chart.unit === null ? 1 : 0.1)] },
    },
    axes: [
      {
        ...axis,
        size: plotInset.bottom,
        grid: { show: false },
        // At the left end of the bucket; the last label must not be cut.
        splits: () => ticks.map((index) => index - 0.5),
        values: (_plot, splits) => splits.map((split) => tickWords(edges[split + 0.5]!, spanMs)),
      },
      {
        ...axis,
        size: plotInset.left,
        grid: { stroke: colours.line, width: 1 },
        incrs: chart.unit === "ms" ? durationSteps : countSteps,
        space: 36,
        values: (_plot, splits) => splits.map((split) => axisWords(split, chart)),
      },
    ],
    series: [
      {},
      ...drawn.map(({ colour }): uPlot.Series => {
        const stroke = colours[colour];
        if (chart.draw === "bars") {
          return {
            fill: stroke,
            width: 0,
            points: { show: false },
            paths: uPlot.paths.bars!({ size: [0.82, MAX_BAR_PX] }),
          };
        }
        return { stroke, width: 1.75, points: { show: isShort ? true : isLone, size: 5, fill: stroke, stroke } };
      }),
    ],
  };
}

/** One value between two gaps makes no line. */
function isLone(plot: uPlot, seriesIndex: number): boolean {
  const values = plot.data[seriesIndex]!;
  return values.some((value, index) => value != null && values[index - 1] == null && values[index + 1] == null);
}

function axisWords(value: number, { format, unit }: TimeChart): string {
  if (value === 0) return "0";
  return unit === "ms"
    ? format(value)
        .replace(/ 0 [sm]$/, "")
        .replace(".0 ", " ")
    : format(value);
}
