import { type ChartWindow, printWindow, readWindow, usualWindow } from "#graph/run-charts/chart-window";
import { readRunQuery } from "../list/run-query-url.ts";

/** The query and the window that an address asks for. */
export function readChartsSearch(search: { q?: unknown; status?: unknown; workflow?: unknown; window?: unknown }) {
  const window = typeof search.window === "string" ? readWindow(search.window) : null;
  return { query: readRunQuery(search), window: window ?? usualWindow };
}

/** "/runs/charts?q=status:failed&window=7d" */
export function chartsAddress(query: string, window: ChartWindow = usualWindow): string {
  const isUsual = printWindow(window) === printWindow(usualWindow);
  const search = new URLSearchParams({ ...(query && { q: query }), ...(!isUsual && { window: printWindow(window) }) });
  return search.size > 0 ? `/runs/charts?${search}` : "/runs/charts";
}
