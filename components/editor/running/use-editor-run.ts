"use client";
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import { eventWithin } from "#graph/events-within";
import { wholePart } from "#graph/run-part";
import { useTRPC } from "#components/trpc";
import { announce } from "../../ui/toast-store.ts";
import { pathInRun } from "../structure/inner-path.ts";
import type { InnerPath } from "../structure/inner-path.ts";
import type { RunStore } from "./run-store.ts";

/**
 * Follows the run on the canvas over one subscription: the newest one when the page opens, then each that is started here.
 * It replays the run's events from the first, so a run that has ended shows its values as well. In a workflow that was gone
 * into from a run of another one, it is that run that shows, as far as it concerns this workflow.
 */
export function useEditorRun({ workflowId, path, runs }: { workflowId: string; path: InnerPath; runs: RunStore }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const within = pathInRun(path);
  const runId = useStore(runs, (state) => state.runId);
  const latest = useQuery(
    trpc.runs.latest.queryOptions({ workflowId }, { staleTime: Infinity, refetchOnWindowFocus: false }),
  );
  useEffect(() => {
    if (path.run && runs.getState().runId === null) runs.open(path.run.runId, wholePart);
    else if (latest.data && runs.getState().runId === null) runs.open(latest.data.runId, latest.data.part);
  }, [latest.data, path, runs]);
  const { status, error } = useSubscription(
    trpc.runs.watch.subscriptionOptions(runId ? { runId } : skipToken, {
      onData: ({ data: event }) => {
        const shown = within !== null && runId === path.run?.runId ? eventWithin(event, within) : event;
        if (shown) runs.push(shown);
        if (event.type !== "run.finished") return;
        announce(`Run ${event.outcome}`);
        // For the times that the server has recorded.
        void queryClient.invalidateQueries(trpc.runs.list.queryFilter());
      },
    }),
  );
  const row = useRunRow({ workflowId, runId });
  return { row, isLost: status === "error", error };
}

/** The run as lists have it: its number and its times without the graph and the values, which come by events. */
export function useRunRow({ workflowId, runId }: { workflowId: string; runId: string | null }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.runs.list.queryOptions(
      // As the newest run of the workflow, without those of its tests, of which many may come at once.
      { workflowId, query: "-trigger:test", limit: 5 },
      {
        enabled: runId !== null,
        select: ({ items }) => items.find(({ id }) => id === runId) ?? null,
      },
    ),
  );
  return data ?? null;
}
