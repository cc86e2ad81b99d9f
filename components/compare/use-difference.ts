"use client";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";

/** One place of one port in two runs, or of an output: what a test expects there and what a run gave. */
export type ComparedPlace = (
  { a: string; b: string; nodeId: string; port: string } | { testId: string; runId: string; output: string }
) & { path: number[] };

const forGood = { staleTime: Infinity, gcTime: 300_000, retry: false } as const;
/** What runs recorded never changes, so it is asked for once. What a test expects may be another after a while. */
const keptFor = (place: ComparedPlace) => ("testId" in place ? { ...forGood, staleTime: 0 } : forGood);

/** How the value at a place differs. */
export function useDifference(place: ComparedPlace, more: { withMap?: boolean; key?: string | null } = {}) {
  const trpc = useTRPC();
  return useQuery(trpc.comparisons.value.queryOptions({ ...place, ...more }, keptFor(place)));
}

/** The same for many ports, in few words each; null while it is on its way, and where it could not be told. */
export function useDifferences(places: readonly ComparedPlace[]) {
  const trpc = useTRPC();
  return useQueries({
    queries: places.map((place) => trpc.comparisons.value.queryOptions(place, keptFor(place))),
    combine: (queries) =>
      queries.map(({ data, isPending, error }) => ({
        difference: data ?? null,
        isPending,
        error: error?.message ?? null,
      })),
  });
}

export function useComparedItems(place: ComparedPlace, page: { from: number; count: number; onlyDiffering: boolean }) {
  const trpc = useTRPC();
  return useQuery(trpc.comparisons.items.queryOptions({ ...place, ...page }, keptFor(place)));
}
