"use client";
import { ChartColumn } from "lucide-react";
import Link from "next/link";
import { Button, LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { type ChartWindow, MOST_CHARTED, widerSpan } from "#graph/run-charts/chart-window";
import { narrowed, startedBetween } from "#graph/run-charts/narrow-query";
import { classes } from "../../ui/classes.ts";
import { formatCount } from "../../ui/format-number.ts";
import { runsAddress } from "../list/run-query-url.ts";
import { bucketWords, momentWords } from "./bucket-words.ts";
import { useChartColours } from "./chart-colours.ts";
import { runCountOf, timeCharts } from "./chart-series.ts";
import { ChartsError } from "./charts-error";
import { ChartsSkeleton } from "./charts-skeleton";
import { ChartsSummary } from "./charts-summary";
import type { PartBar } from "./part-charts.ts";
import { PartsResult } from "./parts-result";
import { TimeChartCard } from "./time-chart";
import { type useCharts, zone } from "./use-charts.ts";

const spanWords = { "1h": "hour", "24h": "24 hours", "7d": "7 days", "30d": "30 days" } as const;

/** All charts of a query and a window: or that nothing ran, that it is not known yet, or why not. */
export function ChartsResult({
  query,
  window,
  charts: { overTime, byPart },
  onWindow,
  onClear,
}: {
  query: string;
  window: ChartWindow;
  charts: ReturnType<typeof useCharts>;
  onWindow: (window: ChartWindow) => void;
  onClear: () => void;
}) {
  const colours = useChartColours();
  const { data } = overTime;
  if (!data && overTime.isError) {
    const retry = () => void Promise.all([overTime.refetch(), byPart.refetch()]);
    return <ChartsError title="The charts could not be loaded" error={overTime.error} onRetry={retry} />;
  }
  if (!data) return <ChartsSkeleton />;
  const [from, to] = [data.edges[0]!, data.edges.at(-1)!];
  const words =
    window.kind === "last" ? `in the last ${spanWords[window.span]}` : `in the window ${bucketWords(from, to)}`;
  if (runCountOf(data.total) === 0 && data.countedFrom === null) {
    return <NothingRan words={words} query={query} window={window} onWindow={onWindow} onClear={onClear} />;
  }
  const hrefOf = (first: number, last: number) => runsAddress(narrowed(query, startedBetween(first, last, zone())));
  const barHref = ({ narrowing }: PartBar) =>
    runsAddress(narrowed(query, [...narrowing, ...startedBetween(from, to, zone())]));
  return (
    <div className={classes("mt-3 grid gap-3", overTime.isPlaceholderData && "opacity-60")}>
      <ChartsSummary total={data.total} words={words} href={hrefOf(from, to)} />
      {data.countedFrom !== null && (
        <p role="status" className="rounded-3 border border-line bg-node px-4 py-2 text-2">
          More ran than is counted at once. Counted are the newest
          {` ${formatCount(MOST_CHARTED)}`}, from {momentWords(data.countedFrom)} on; a shorter window or a further
          clause in the query counts all.
        </p>
      )}
      <div className="grid grid-cols-2 gap-3 max-lg:grid-cols-1">
        {timeCharts.map((chart) => (
          <TimeChartCard key={chart.id} chart={chart} data={data} colours={colours} hrefOf={hrefOf} />
        ))}
        <PartsResult byPart={byPart} hrefOf={barHref} />
      </div>
    </div>
  );
}

function NothingRan({
  words,
  query,
  window,
  onWindow,
  onClear,
}: {
  words: string;
  query: string;
  window: ChartWindow;
  onWindow: (window: ChartWindow) => void;
  onClear: () => void;
}) {
  const wider = window.kind === "between" ? "30d" : widerSpan(window);
  return (
    <EmptyState
      icon={ChartColumn}
      size="panel"
      title={query ? `No run that matches was ordered ${words}` : `Nothing ran ${words}`}
      actions={
        <>
          {wider && (
            <Button variant="primary" onClick={() => onWindow({ kind: "last", span: wider })}>
              Show the last {spanWords[wider]}
            </Button>
          )}
          {query && <Button onClick={onClear}>Clear the search</Button>}
          <LinkButton>
            <Link href={runsAddress(query)}>Open the list</Link>
          </LinkButton>
        </>
      }
    >
      {wider ? "There may be runs in a longer window." : "The list goes back further than the charts."}
    </EmptyState>
  );
}
