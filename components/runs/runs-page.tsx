"use client";
import { History, Inbox } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import { asServerError } from "#components/trpc";
import { Button, LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { ErrorState } from "#components/ui/error-state";
import { classes } from "../ui/classes.ts";
import { LiveDot } from "./live-dot";
import { runsAddress } from "./run-filter-url.ts";
import type { RunFilter, RunsPage as RunsPageData } from "./run-row.ts";
import { RunsFilters } from "./runs-filters";
import { RunsSkeleton } from "./runs-skeleton";
import { RunsTable } from "./runs-table";
import { useRuns } from "./use-runs.ts";

/** Every run of the workspace, live. The filter is in the address, so that it can be sent to others. */
export function RunsPage({
  initialFilter,
  initialPage,
  workflows,
}: {
  initialFilter: RunFilter;
  initialPage: RunsPageData;
  workflows: readonly { id: string; title: string }[];
}) {
  const [filter, setFilter] = useState(initialFilter);
  const isInitial = filter.status === initialFilter.status && filter.workflowId === initialFilter.workflowId;
  const list = useRuns(filter, isInitial ? initialPage : undefined);
  const { runs } = list;
  const isFiltered = Boolean(filter.status || filter.workflowId);
  const liveCount = runs?.filter(({ status }) => status === "running" || status === "queued").length ?? 0;

  function changeFilter(next: RunFilter) {
    setFilter(next);
    history.replaceState(null, "", runsAddress(next));
  }

  return (
    <>
      <PageHeader title="Runs" facts={<LiveDot liveCount={liveCount} isReconnecting={list.isReconnecting} />} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-6 py-3 max-sm:px-4">
        {(isFiltered || !runs || runs.length > 0) && (
          <RunsFilters filter={filter} workflows={workflows} onChange={changeFilter} />
        )}
        {!runs && list.isError ? (
          <ErrorState
            title="The runs could not be loaded"
            actions={
              <Button variant="primary" onClick={() => void list.refetch()}>
                Try again
              </Button>
            }
          >
            {asServerError(list.error)?.message ?? "The server did not answer."}
          </ErrorState>
        ) : !runs ? (
          <RunsSkeleton />
        ) : runs.length > 0 ? (
          <>
            <div
              className={classes(
                "mt-3 shrink-0 overflow-clip rounded-3 border border-line bg-node",
                list.isPlaceholderData && "opacity-60",
              )}
            >
              <RunsTable runs={runs} />
            </div>
            {list.hasNextPage && (
              <div className="flex items-center justify-center gap-3 py-3">
                {list.isFetchNextPageError && <span className="text-danger">The older runs could not be loaded.</span>}
                <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  Load more
                </Button>
              </div>
            )}
          </>
        ) : isFiltered ? (
          <EmptyState
            icon={Inbox}
            size="panel"
            title="No runs match"
            actions={<Button onClick={() => changeFilter({})}>Clear the filter</Button>}
          >
            No run of this workspace has this status and this workflow.
          </EmptyState>
        ) : (
          <EmptyState
            icon={History}
            title="Nothing has run yet"
            actions={
              <>
                <LinkButton variant="primary">
                  <Link href="/gallery">Open the gallery</Link>
                </LinkButton>
                <LinkButton>
                  <Link href="/workflows">Go to the workflows</Link>
                </LinkButton>
              </>
            }
          >
            Every run is kept here with the values at each port. A template is ready to run at once.
          </EmptyState>
        )}
      </div>
    </>
  );
}
