"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { eventWithin } from "#graph/events-within";
import { wholePart } from "#graph/run-part";
import { useTRPC, useTRPCClient } from "#components/trpc";
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
  const client = useTRPCClient();
  const runId = useStore(runs, (state) => state.runId);
  const [isLost, setLost] = useState(false);
  const latest = useQuery(
    trpc.runs.latest.queryOptions({ workflowId }, { staleTime: Infinity, refetchOnWindowFocus: false }),
  );
  useEffect(() => {
    if (path.run && runs.getState().runId === null) runs.open(path.run.runId, wholePart);
    else if (latest.data && runs.getState().runId === null) runs.open(latest.data.runId, latest.data.part);
  }, [latest.data, path, runs]);
  // By hand and not by a hook, which would ask for the events of a run only once everything was drawn for it.
  useEffect(() => {
    const within = pathInRun(path);
    let stream: { runId: string | null; stop: () => void } = { runId: null, stop: () => {} };
    function follow() {
      const { runId, next } = runs.getState();
      const wanted = next?.runId ?? runId;
      if (wanted === stream.runId) return;
      stream.stop();
      setLost(false);
      stream = { runId: wanted, stop: () => {} };
      if (wanted === null) return;
      const { unsubscribe } = client.runs.watch.subscribe(
        { runId: wanted },
        {
          onData: ({ data: event }) => {
            const shown = within !== null && wanted === path.run?.runId ? eventWithin(event, within) : event;
            if (shown) runs.push(shown);
            if (event.type !== "run.finished") return;
            announce(`Run ${event.outcome}`);
            // For the times that the server has recorded.
            void queryClient.invalidateQueries(trpc.runs.list.queryFilter());
          },
          onError: () => setLost(true),
        },
      );
      stream.stop = unsubscribe;
    }
    follow();
    const stopListening = runs.subscribe(follow);
    return () => {
      stopListening();
      stream.stop();
    };
  }, [client, queryClient, trpc, path, runs]);
  return { row: useRunRow({ workflowId, runId }), isLost };
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
