"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { asServerError, useTRPC } from "#components/trpc";
import type { RunDetails } from "./run-details.ts";
import { isOver } from "./use-live-run.ts";

/** A run that is over has no stream: others seldom change it. */
const LOOK_EVERY_MS = 5_000;

/** Loads the page of a run that is over anew when others have retried or labelled the run; tells when it was deleted. */
export function useStanding(details: RunDetails): { isGone: boolean } {
  const trpc = useTRPC();
  const router = useRouter();
  const isWatched = isOver(details.state);
  const { data, error } = useQuery(
    trpc.runs.standing.queryOptions(
      { runId: details.id },
      {
        enabled: isWatched,
        staleTime: 0,
        refetchInterval: ({ state }) => (isMissing(state.error) ? false : LOOK_EVERY_MS),
      },
    ),
  );
  const isChanged =
    isWatched &&
    data !== undefined &&
    // An answer from before the page was loaded anew says nothing.
    (data.lastSeq > details.lastSeq || (data.editedAt?.getTime() ?? 0) > (details.editedAt?.getTime() ?? 0));
  useEffect(() => {
    if (isChanged) router.refresh();
  }, [isChanged, data, router]);
  return { isGone: isMissing(error) };
}

function isMissing(error: unknown): boolean {
  return asServerError(error)?.data?.code === "NOT_FOUND";
}
