"use client";
import { useState } from "react";
import { sizeWords } from "./bucket-words.ts";
import { ChartCard } from "./chart-card";
import type { ChartColours } from "./chart-colours.ts";
import { ChartLegend } from "./chart-legend";
import type { RunsOverTime, TimeChart } from "./chart-series.ts";
import { TimePlot } from "./time-plot";
import { timeTable } from "./time-table.ts";

/** One chart over time with its legend. */
export function TimeChartCard({
  chart,
  data,
  colours,
  hrefOf,
}: {
  chart: TimeChart;
  data: RunsOverTime;
  colours: ChartColours | null;
  /** The runs of a stretch of time in the list. */
  hrefOf: (from: number, to: number) => string;
}) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const isNothing = (value: number | null) => value === null || (chart.draw === "bars" && value === 0);
  const isEmpty = chart.series.every(({ valueOf }) => data.buckets.every((sums) => isNothing(valueOf(sums))));

  function toggle(name: string) {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    if (next.size < chart.series.length) setHidden(next);
  }

  return (
    <ChartCard
      title={chart.title}
      note={`by ${sizeWords(data.sizeMs)}`}
      table={timeTable(chart, data, hrefOf)}
      empty={isEmpty ? chart.empty : null}
    >
      <ChartLegend
        series={chart.series}
        hidden={hidden}
        wordsOf={({ valueOf }) => chart.format(valueOf(data.total) ?? 0)}
        onToggle={toggle}
      />
      <TimePlot chart={chart} data={data} hidden={hidden} colours={colours} hrefOf={hrefOf} />
    </ChartCard>
  );
}
