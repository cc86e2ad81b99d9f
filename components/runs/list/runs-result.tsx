"use client";
import { History, Inbox } from "lucide-react";
import Link from "next/link";
import { asServerError } from "#components/trpc";
import { Button, LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { ErrorState } from "#components/ui/error-state";
import { isBySize, type RunSort } from "#graph/run-sort";
import { describeQuery } from "#graph/run-query/describe-query";
import { parseRunQuery } from "#graph/run-query/parse-run-query";
import { classes } from "../../ui/classes.ts";
import { RunsSkeleton } from "../runs-skeleton";
import { BulkBar } from "./bulk-bar";
import type { RunColumn } from "./run-columns.ts";
import { RunsEnd } from "./runs-end";
import { RunsTable } from "./runs-table";
import type { useRuns } from "./use-runs.ts";
import { useSelection } from "./use-selection.ts";

/** More columns than this may be wider than the window: the table then scrolls by itself, without its heading in sight. */
const MANY_COLUMNS = 9;

/** What the list has for its query: runs, none, none yet, or why not. */
export function RunsResult({
  query,
  list,
  columns,
  sort,
  mayChoose,
  onSort,
  onClear,
}: {
  query: string;
  list: ReturnType<typeof useRuns>;
  columns: readonly RunColumn[];
  sort: RunSort | null;
  mayChoose: boolean;
  onSort: (sort: RunSort | null) => void;
  onClear: () => void;
}) {
  const { runs } = list;
  const selection = useSelection(runs?.map(({ id }) => id) ?? []);
  if (!runs && list.isError) {
    return (
      <ErrorState
        isAligned
        title="The runs could not be loaded"
        actions={
          <Button variant="primary" onClick={() => void list.refetch()}>
            Try again
          </Button>
        }
      >
        {asServerError(list.error)?.message ?? "The server did not answer."}
      </ErrorState>
    );
  }
  if (!runs) return <RunsSkeleton />;
  if (runs.length > 0) {
    return (
      <>
        <div
          className={classes(
            "mt-3 shrink-0 rounded-3 border border-line bg-node",
            columns.length > MANY_COLUMNS ? "overflow-x-auto" : "overflow-clip",
            list.isPlaceholderData && "opacity-60",
          )}
        >
          {selection.ids.size > 0 && (
            <BulkBar
              selection={selection}
              query={query}
              loaded={new Map(runs.map((run) => [run.id, run]))}
              hasMore={list.hasNextPage}
            />
          )}
          <RunsTable
            runs={runs}
            columns={columns}
            sort={sort}
            onSort={onSort}
            selection={mayChoose ? selection : null}
          />
        </div>
        <RunsEnd list={list} />
      </>
    );
  }
  if (list.searchedTo !== null) return <RunsEnd list={list} />;
  if (query || sort) return <NoMatch query={query} sort={sort} onClear={onClear} />;
  return (
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
  );
}

/** How the query was understood, so that what is too narrow, or not what was meant, can be seen. */
function NoMatch({ query, sort, onClear }: { query: string; sort: RunSort | null; onClear: () => void }) {
  return (
    <EmptyState
      icon={Inbox}
      size="panel"
      title="No runs match"
      actions={<Button onClick={onClear}>{query ? "Clear the search" : "Newest first"}</Button>}
    >
      <span>Looked for runs of which all of this holds:</span>
      <ul className="mt-2 grid gap-1 text-1">
        {describeQuery(parseRunQuery(query).query).map((phrase) => (
          <li key={phrase}>{phrase}</li>
        ))}
        {sort && (
          <li>
            it has {isBySize(sort) ? "been measured, some seconds after its end" : "ended, so that it has a duration"}
          </li>
        )}
      </ul>
    </EmptyState>
  );
}
