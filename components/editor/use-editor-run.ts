"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import { useTRPC } from "#components/trpc";
import { announce } from "../ui/toast-store.ts";
import type { RunStore } from "./run-store.ts";

/**
 * Follows the run on the canvas over one subscription: the newest one when the page opens, then each that is started here.
 * It replays the run's events from the first, so a run that has ended shows its values as well.
 */
export function useEditorRun({ workflowId, runs }: { workflowId: string; runs: RunStore }) {
  const trpc = useTRPC();
  const runId = useStore(runs, (state) => state.runId);
  const latest = useQuery(
    trpc.runs.latest.queryOptions({ workflowId }, { staleTime: Infinity, refetchOnWindowFocus: false }),
  );
  useEffect(() => {
    if (latest.data && runs.getState().runId === null) runs.open(latest.data.runId, latest.data.part);
  }, [latest.data, runs]);
  const { status, error } = useSubscription(
    trpc.runs.watch.subscriptionOptions(runId ? { runId } : skipToken, {
      onData: ({ data: event }) => {
        runs.push(event);
        if (event.type === "run.finished") announce(`Run ${event.outcome}`);
      },
    }),
  );
  // The list row has the number without the graph and the values, which come by events.
  const { data: number } = useQuery(
    trpc.runs.list.queryOptions(
      { workflowId, limit: 5 },
      {
        enabled: runId !== null,
        select: ({ items }) => items.find(({ id }) => id === runId)?.number ?? null,
      },
    ),
  );
  return { number: number ?? null, isLost: status === "error", error };
}
