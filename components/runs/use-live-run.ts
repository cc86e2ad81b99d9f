"use client";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useStore } from "zustand";
import { useTRPC } from "#components/trpc";
import type { RunEvent, RunState } from "#graph/run-events";
import { createRunStore } from "../editor/running/run-store.ts";

type Start = { state: RunState; lastSeq: number };

/**
 * The state of a run, live, from the state that the server rendered. A finished run opens no stream.
 * One run for each mount: give the component that calls this `key={runId}`. `onEvent` gets what comes, as often as it comes.
 */
export function useLiveRun(
  runId: string,
  initial: Start,
  onEvent?: (numbered: { seq: number; event: RunEvent }) => void,
) {
  const trpc = useTRPC();
  const [follower] = useState(() => createFollower(initial));
  const run = useStore(follower.store, (state) => state.run) ?? initial.state;
  const { status } = useSubscription(
    trpc.runs.watch.subscriptionOptions(
      { runId, lastEventId: initial.lastSeq },
      {
        enabled: !isOver(initial.state),
        onData: ({ id, data }) => {
          const numbered = { seq: Number(id), event: data };
          follower.take(numbered);
          onEvent?.(numbered);
        },
      },
    ),
  );
  return { run, isReconnecting: status === "connecting" && !isOver(run) && run !== initial.state };
}

export function isOver({ status }: Pick<RunState, "status">): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled";
}

/** Folds numbered events; a stream that begins anew may repeat what came already. */
function createFollower({ state, lastSeq }: Start) {
  const store = createRunStore(state);
  let seen = lastSeq;
  function take({ seq, event }: { seq: number; event: RunEvent }) {
    if (seq <= seen) return;
    seen = seq;
    store.push(event);
  }
  return { store, take };
}
