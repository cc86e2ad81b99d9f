"use client";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useTRPC, useTRPCClient } from "#components/trpc";
import { mergeRunChange } from "./merge-run-change.ts";
import type { RunFilter, RunsPage } from "./run-row.ts";

/** The runs of the workspace that fit the filter, newest first, page by page and live. `initial` is the first page as the server rendered it. */
export function useRuns(filter: RunFilter, initial?: RunsPage) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const queryKey = trpc.runs.list.infiniteQueryKey(filter);
  const query = useInfiniteQuery({
    queryKey,
    // Not the adapter's own query function: it sends a direction, which the strict input refuses.
    queryFn: ({ pageParam, signal }) =>
      client.runs.list.query({ ...filter, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    ...(initial && { initialData: { pages: [initial], pageParams: [null] } }),
  });
  const changes = useSubscription(
    trpc.runs.changes.subscriptionOptions(undefined, {
      onData: (row) =>
        queryClient.setQueryData(
          queryKey,
          (data) => data && { ...data, pages: mergeRunChange(data.pages, row, filter) },
        ),
    }),
  );
  return {
    ...query,
    runs: query.data?.pages.flatMap(({ items }) => items),
    // tRPC calls an open stream "pending"; after a lost connection it goes on by itself.
    isLive: changes.status === "pending",
    isReconnecting: changes.status === "connecting" && changes.error !== null,
  };
}
