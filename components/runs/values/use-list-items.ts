"use client";
import { skipToken, useQueries } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import type { RecordedFlow, RecordedList } from "#graph/recorded-values";
import { reachableOf } from "./reachable-of.ts";

const PAGE_ITEMS = 100;

export type ListItems = {
  /** Null is an item whose port did not fire; undefined one that is on its way. */
  itemAt: (index: number) => RecordedFlow | null | undefined;
  error: { message: string } | null;
  retry: () => void;
  reachable: number;
};

/** The items of a list at some places: from its record, or page by page of the list that was kept whole. */
export function useListItems(list: RecordedList, places: readonly number[]): ListItems {
  const trpc = useTRPC();
  const { items, whole } = list;
  const reachable = reachableOf(list);
  const pages = [
    ...new Set(
      places
        .filter((place) => place >= items.length && place < reachable)
        .map((place) => Math.floor(place / PAGE_ITEMS)),
    ),
  ];
  const queries = useQueries({
    queries: pages.map((page) =>
      trpc.values.listItems.queryOptions(
        whole
          ? {
              hash: whole.hash,
              ...(whole.item !== undefined && { item: whole.item }),
              from: page * PAGE_ITEMS,
              count: PAGE_ITEMS,
            }
          : skipToken,
        { staleTime: Infinity, gcTime: 120_000 },
      ),
    ),
  });
  return {
    itemAt: (index) => {
      if (index < items.length) return items[index] ?? null;
      const page = Math.floor(index / PAGE_ITEMS);
      return queries[pages.indexOf(page)]?.data?.items[index - page * PAGE_ITEMS];
    },
    error: queries.find(({ error }) => error)?.error ?? null,
    retry: () => queries.forEach(({ error, refetch }) => void (error && refetch())),
    reachable,
  };
}
