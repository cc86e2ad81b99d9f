"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import { type ChartWindow, printWindow } from "#graph/run-charts/chart-window";

const SOON_MS = 15_000;
const LATER_MS = 60_000;

/** The reader's, once the page is in the browser. */
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What the charts show, fetched anew as time goes on where the window ends now. */
export function useCharts(query: string, window: ChartWindow) {
  const trpc = useTRPC();
  const asked = { window: printWindow(window), timeZone: zone(), ...(query && { query }) };
  const every = window.kind === "between" ? false : window.span === "1h" ? SOON_MS : LATER_MS;
  const options = { placeholderData: keepPreviousData, refetchInterval: every } as const;
  return {
    overTime: useQuery(trpc.runCharts.overTime.queryOptions(asked, options)),
    byPart: useQuery(trpc.runCharts.byPart.queryOptions(asked, options)),
  };
}
