"use client";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import type { ChartWindow } from "#graph/run-charts/chart-window";
import { QueryField } from "../list/query-field";
import { QuickFilters } from "../list/quick-filters";
import { runsAddress } from "../list/run-query-url.ts";
import { useQueryText } from "../list/use-query-text.ts";
import { RunsViews } from "../runs-views";
import { chartsAddress } from "./charts-address.ts";
import { ChartsResult } from "./charts-result";
import { useCharts } from "./use-charts.ts";
import { WindowPicker } from "./window-picker";

/** What the runs of a query come to over a window of time. */
export function ChartsPage({
  initialQuery,
  initialWindow,
  workflows,
}: {
  initialQuery: string;
  initialWindow: ChartWindow;
  workflows: readonly { id: string; title: string }[];
}) {
  const [window, setWindow] = useState(initialWindow);
  const { text, query, problems, type, apply } = useQueryText(initialQuery, (next) => chartsAddress(next, window));
  const charts = useCharts(query, window);

  function show(next: ChartWindow) {
    setWindow(next);
    history.replaceState(null, "", chartsAddress(query, next));
  }

  return (
    <>
      <PageHeader
        title="Runs"
        facts={<RunsViews current="charts" list={runsAddress(query)} charts={chartsAddress(query, window)} />}
        actions={<WindowPicker window={window} edges={charts.overTime.data?.edges ?? null} onChange={show} />}
      />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-6 py-3 max-sm:px-4">
        <div className="flex flex-wrap items-start gap-2">
          <QueryField text={text} problems={problems} onChange={type} onApply={apply} />
          <QuickFilters query={text} workflows={workflows} onChange={apply} />
        </div>
        <ChartsResult query={query} window={window} charts={charts} onWindow={show} onClear={() => apply("")} />
      </div>
    </>
  );
}
