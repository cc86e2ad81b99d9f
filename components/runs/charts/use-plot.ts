"use client";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { ChartColours } from "./chart-colours.ts";
import { type PlotData, plotColumns } from "./plot-columns.ts";
import { plotOptions } from "./plot-options.ts";

/** Draws the chart into the element. It has some sixty points, so it is made anew whenever anything changes. */
export function usePlot(data: PlotData, colours: ChartColours | null, widthPx: number) {
  const element = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    if (!element.current || !colours || widthPx <= 0) return;
    const plot = new uPlot(plotOptions(data, colours, widthPx), plotColumns(data), element.current);
    return () => plot.destroy();
  }, [data, colours, widthPx]);
  return element;
}
