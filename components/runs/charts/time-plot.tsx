"use client";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useMedia } from "../../ui/use-media.ts";
import { formatQuantity } from "../../ui/format-number.ts";
import { useWidth } from "../timeline/use-width.ts";
import { bucketWords, sizeWords } from "./bucket-words.ts";
import type { ChartColours } from "./chart-colours.ts";
import { runCountOf, type RunsOverTime, type TimeChart } from "./chart-series.ts";
import { ChartTooltip } from "./chart-tooltip";
import { PLOT_HEIGHT_PX, plotInset } from "./plot-options.ts";
import { usePlot } from "./use-plot.ts";

/**
 * A chart over time as it is drawn. It is a slider over its buckets: arrows, Home and End move, what stands there is read out, and Enter
 * or a click opens the runs of the bucket. A finger chooses with the first tap and opens with the second.
 */
export function TimePlot({
  chart,
  data,
  hidden,
  colours,
  hrefOf,
}: {
  chart: TimeChart;
  data: RunsOverTime;
  hidden: ReadonlySet<string>;
  colours: ChartColours | null;
  /** The runs of a stretch of time in the list. */
  hrefOf: (from: number, to: number) => string;
}) {
  const router = useRouter();
  const { ref, width } = useWidth();
  const isCoarse = useMedia("(pointer: coarse)");
  const [chosen, setChosen] = useState<number | null>(null);
  const { buckets, edges } = data;
  const count = buckets.length;
  const active = chosen === null ? null : Math.min(chosen, count - 1);

  const plotted = useMemo(() => {
    const series = chart.series.filter(({ name }) => !hidden.has(name));
    return { chart, series, edges, values: series.map(({ valueOf }) => buckets.map(valueOf)) };
  }, [chart, hidden, edges, buckets]);
  const element = usePlot(plotted, colours, width);
  const rangeOf = (index: number) => [edges[index]!, edges[index + 1]!] as const;

  function open(index: number) {
    if (runCountOf(buckets[index]!) > 0) router.push(hrefOf(...rangeOf(index)));
  }

  function pressKey(event: React.KeyboardEvent) {
    const at = active ?? count;
    const moves: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: active === null ? 0 : at + 1 };
    const target = { ...moves, Home: 0, End: count - 1, PageDown: at - 10, PageUp: at + 10 }[event.key];
    if (target !== undefined) setChosen(Math.max(0, Math.min(count - 1, target)));
    else if ((event.key === "Enter" || event.key === " ") && active !== null) open(active);
    else if (event.key === "Escape" && active !== null) setChosen(null);
    else return;
    event.preventDefault();
  }

  function bucketAt(event: React.PointerEvent | React.MouseEvent): number | null {
    const box = event.currentTarget.getBoundingClientRect();
    const place = (event.clientX - box.left - plotInset.left) / (box.width - plotInset.left - plotInset.right);
    return place < 0 || place >= 1 ? null : Math.floor(place * count);
  }

  function press(event: React.MouseEvent) {
    const at = bucketAt(event);
    const isFirstTap = isCoarse && at !== chosen;
    setChosen(at);
    if (at !== null && !isFirstTap) open(at);
  }

  const at = active ?? count - 1;
  return (
    <div
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label={`${chart.title} by ${sizeWords(data.sizeMs)}`}
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={at + 1}
      aria-valuetext={wordsAt(at)}
      onKeyDown={pressKey}
      onBlur={() => setChosen(null)}
      onPointerMove={(event) => event.pointerType === "mouse" && setChosen(bucketAt(event))}
      onPointerLeave={(event) => event.pointerType === "mouse" && setChosen(null)}
      onClick={press}
      className="relative mt-1 cursor-pointer touch-pan-y rounded-2"
      style={{ height: PLOT_HEIGHT_PX }}
    >
      {active !== null && (
        <span
          aria-hidden
          className="absolute rounded-1 bg-selected"
          style={{
            top: plotInset.top,
            bottom: plotInset.bottom,
            left: `calc(${plotInset.left}px + (100% - ${plotInset.left + plotInset.right}px) * ${active / count})`,
            width: `calc((100% - ${plotInset.left + plotInset.right}px) / ${count})`,
          }}
        />
      )}
      <div ref={element} aria-hidden className="pointer-events-none relative" />
      {active !== null && (
        <ChartTooltip
          chart={chart}
          sums={buckets[active]!}
          title={bucketWords(...rangeOf(active))}
          place={(active + 0.5) / count}
          hint={isCoarse ? "Tap again for these runs" : "Click or Enter for these runs"}
        />
      )}
    </div>
  );

  function wordsAt(index: number): string {
    const sums = buckets[index]!;
    const parts = chart.series.map(({ name, valueOf }) => {
      const value = valueOf(sums);
      return `${name} ${value === null ? "none" : chart.format(value)}`;
    });
    return `${bucketWords(...rangeOf(index))}: ${formatQuantity(runCountOf(sums), "run")}. ${parts.join(", ")}`;
  }
}
