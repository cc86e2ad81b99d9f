"use client";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import { useMay } from "#components/shell/session-context";
import type { RunSort } from "#graph/run-sort";
import { DropArea } from "#components/ui/drop-area";
import { FileButton } from "#components/ui/file-button";
import { chartsAddress } from "./charts/charts-address.ts";
import { ColumnsMenu } from "./list/columns-menu";
import { QueryField } from "./list/query-field";
import { QuickFilters } from "./list/quick-filters";
import { readRunQuery, readRunSort, runsAddress } from "./list/run-query-url.ts";
import { RunsResult } from "./list/runs-result";
import { useColumns } from "./list/use-columns.ts";
import { useQueryText } from "./list/use-query-text.ts";
import { useRuns } from "./list/use-runs.ts";
import { ViewsMenu } from "./list/views-menu";
import { useOpenRunFile } from "./use-open-run-file.ts";
import { RunsViews } from "./runs-views";
import { LiveDot } from "./live-dot";
import type { RunsPage as RunsPageData } from "./run-row.ts";

/** Every run of the workspace, live, and what is asked of them. */
export function RunsPage({
  initialQuery,
  initialSort,
  initialPage,
  workflows,
}: {
  initialQuery: string;
  initialSort: RunSort | null;
  /** Null where the query of the address cannot be read. */
  initialPage: RunsPageData | null;
  workflows: readonly { id: string; title: string }[];
}) {
  // What the address says now: a way back leads to a page that was rendered for an earlier one.
  const address = useSearchParams();
  const [sort, setSort] = useState(() => readRunSort({ sort: address.get("sort") }));
  const { text, query, problems, type, apply } = useQueryText(
    address.has("q") ? readRunQuery({ q: address.get("q") }) : initialQuery,
    (next) => runsAddress(next, sort),
  );
  const isInitial = query === initialQuery.trim() && sort === initialSort;
  const list = useRuns(query, { sort, initial: isInitial ? (initialPage ?? undefined) : undefined });
  const [columns, setColumns] = useColumns();
  const mayOpen = useMay("editor");
  const opening = useOpenRunFile();
  const liveCount = list.runs?.filter(({ status }) => status === "running" || status === "queued").length ?? 0;

  function changeSort(next: RunSort | null) {
    setSort(next);
    history.replaceState(null, "", runsAddress(query, next));
  }

  // A choice of columns has no use over a list that has never had a run.
  const isBare = !query && !text && !sort && list.runs?.length === 0 && !list.hasNextPage;

  return (
    <DropArea
      isEnabled={mayOpen && !opening.isOpening}
      words="Drop the zip of a run to open it"
      onFiles={opening.open}
      className="relative flex min-h-0 flex-1 flex-col"
    >
      <PageHeader
        title="Runs"
        facts={
          <>
            <RunsViews current="list" list={runsAddress(query, sort)} charts={chartsAddress(query)} />
            <LiveDot liveCount={liveCount} isReconnecting={list.isReconnecting} />
          </>
        }
        actions={
          <>
            <ViewsMenu
              query={query}
              columns={columns}
              onChoose={(view) => {
                setColumns(view.columns);
                apply(view.query);
              }}
            />
            {!isBare && <ColumnsMenu columns={columns} onChange={setColumns} />}
            {mayOpen && (
              <FileButton accept=".zip" isMultiple={false} isBusy={opening.isOpening} onFiles={opening.open}>
                Open a run file
              </FileButton>
            )}
          </>
        }
      />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-6 py-3 max-sm:px-4">
        {!isBare && (
          <div className="flex flex-wrap items-start gap-2">
            <QueryField text={text} problems={problems} onChange={type} onApply={apply} />
            <QuickFilters query={text} workflows={workflows} onChange={apply} />
          </div>
        )}
        <RunsResult
          key={`${sort} ${query}`}
          query={query}
          sort={sort}
          onSort={changeSort}
          list={list}
          columns={columns}
          mayChoose={useMay("runner")}
          onClear={() => (query ? apply("") : changeSort(null))}
        />
      </div>
    </DropArea>
  );
}
