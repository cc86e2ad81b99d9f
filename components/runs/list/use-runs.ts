"use client";
import { keepPreviousData, type QueryClient, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect } from "react";
import { useTRPC, useTRPCClient } from "#components/trpc";
import { parseRunQuery } from "#graph/run-query/parse-run-query";
import type { RunSort } from "#graph/run-sort";
import type { RunsPage } from "../run-row.ts";
import { mergeRunChange } from "./merge-run-change.ts";

/** As many runs as a page has where enough match. */
export const PAGE = 30;
/** How often it looks further by itself, for a page that is not full: some hundred thousand runs. */
const LOOKS = 4;

/** So old a list may be when its stream begins. */
const FRESH_MS = 1_500;

type PageParam = { cursor: NonNullable<RunsPage["nextCursor"]>; isFar: boolean };

/** After a while without its stream: what began and ended meanwhile is told by the list alone. */
function refreshOld(queryClient: QueryClient, queryKey: readonly unknown[]) {
  const { dataUpdatedAt = 0 } = queryClient.getQueryState(queryKey) ?? {};
  if (Date.now() - dataUpdatedAt > FRESH_MS) void queryClient.invalidateQueries({ queryKey });
}

/** What the server is asked: dates in a query are those of the reader's calendar. */
export function askedOf(query: string): { query?: string; timeZone?: string } {
  if (!query) return {};
  const hasDates = parseRunQuery(query).query.clauses.some(({ tests }) => tests.some(({ kind }) => kind === "date"));
  return { query, ...(hasDates && { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }) };
}

/**
 * The runs of the workspace that match the query, newest first or in another order, page by page and live. `initial` is the first page as the
 * server rendered it. Where a query is about what has no index, older runs are looked through page by page.
 */
export function useRuns(
  query: string,
  { sort = null, initial }: { sort?: RunSort | null; initial?: RunsPage | undefined } = {},
) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const asked = { ...askedOf(query), ...(sort && { sort }) };
  const queryKey = trpc.runs.list.infiniteQueryKey(asked);
  const list = useInfiniteQuery({
    queryKey,
    // Not the adapter's own query function: it sends a direction, which the strict input refuses.
    queryFn: ({ pageParam, signal }) => client.runs.list.query({ ...asked, ...pageParam }, { signal }),
    initialPageParam: null as PageParam | null,
    getNextPageParam: ({ nextCursor, items }): PageParam | null =>
      nextCursor === null ? null : { cursor: nextCursor, isFar: items.length < PAGE },
    placeholderData: keepPreviousData,
    ...(initial && !asked.timeZone && { initialData: { pages: [initial], pageParams: [null] } }),
  });
  const changes = useSubscription(
    trpc.runs.changes.subscriptionOptions(askedOf(query), {
      onStarted: () => refreshOld(queryClient, queryKey),
      onData: (change) =>
        queryClient.setQueryData(
          queryKey,
          (data) => data && { ...data, pages: mergeRunChange(data.pages, change, sort) },
        ),
    }),
  );
  const pages = list.data?.pages;
  const runs = pages?.flatMap(({ items }) => items);
  const lastCursor = pages?.at(-1)?.nextCursor ?? null;
  const isThin = !list.isPlaceholderData && lastCursor !== null && (runs?.length ?? 0) < PAGE;
  const isSearching = isThin && !list.isError && pages !== undefined && pages.length <= LOOKS;
  const { fetchNextPage, isFetching } = list;
  useEffect(() => {
    if (isSearching && !isFetching) void fetchNextPage();
  }, [isSearching, isFetching, fetchNextPage]);
  return {
    ...list,
    runs,
    /** Where runs have not been looked at; null when all have. */
    searchedTo: lastCursor,
    isSearching,
    // tRPC calls an open stream "pending"; after a lost connection it goes on by itself.
    isReconnecting: changes.status === "connecting" && changes.error !== null,
  };
}
