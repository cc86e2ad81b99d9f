"use client";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import type { BatchItemStatus } from "#graph/batches";
import type { BatchItemRow } from "./batch-words.ts";

const PAGE = 50;

/** The items at the places in view, page by page. */
export function useBatchItems(
  batchId: string,
  { status, places }: { status: BatchItemStatus | null; places: readonly number[] },
) {
  const trpc = useTRPC();
  const pages = [...new Set(places.map((place) => Math.floor(place / PAGE)))];
  const results = useQueries({
    queries: pages.map((page) =>
      trpc.batches.items.queryOptions(
        { batchId, from: page * PAGE, count: PAGE, ...(status && { status }) },
        { placeholderData: keepPreviousData },
      ),
    ),
  });
  const failed = results.find(({ isError, data }) => isError && !data);
  return {
    itemAt: (place: number): BatchItemRow | undefined =>
      results[pages.indexOf(Math.floor(place / PAGE))]?.data?.[place % PAGE],
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}
