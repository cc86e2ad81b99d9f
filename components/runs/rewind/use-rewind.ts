"use client";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTRPCClient } from "#components/trpc";
import { createRewind, type RunRewind } from "#graph/rewind-run";
import type { RunEvent, RunState } from "#graph/run-events";
import { showToast } from "../../ui/toast-store.ts";

/** More than any run that a person would watch again; a bound for the memory of the page. */
const MAX_EVENTS = 50_000;

/**
 * A run, over or under way, shown as it was at any moment: by folding its events up to there. Those that are stored are fetched
 * when they are first asked for; hand `take` what comes live. `state` and `atMs` are null while the page shows the run as it stands.
 */
export function useRewind(runId: string) {
  const client = useTRPCClient();
  const [rewind] = useState(() => createRewind());
  /** How many events had happened at the moment that is shown. */
  const [count, setShownCount] = useState<number | null>(null);
  // Keys come quicker than the page is drawn: each goes on from where the one before went.
  const place = useRef<number | null>(null);
  function setCount(next: number | null) {
    place.current = next;
    setShownCount(next);
  }
  const [atMs, setAtMs] = useState<number | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number | null>(null);
  const load = useMutation({
    mutationFn: async () => {
      for (let afterSeq: number | null = rewind.count; afterSeq !== null && rewind.count < MAX_EVENTS;) {
        const page: { events: { seq: number; event: RunEvent }[]; nextAfterSeq: number | null } =
          await client.runs.events.query({ runId, afterSeq });
        page.events.forEach(rewind.take);
        afterSeq = page.nextAfterSeq;
      }
    },
    onError: (error) =>
      showToast({ tone: "failed", title: "What happened in the run could not be read", description: error.message }),
  });

  const loading = useRef<Promise<boolean> | null>(null);
  /** False where they could not be had. Asked for once, however often the slider moves meanwhile. */
  async function ready(): Promise<boolean> {
    loading.current ??= load.mutateAsync().then(
      () => true,
      () => {
        loading.current = null;
        return false;
      },
    );
    return loading.current;
  }

  /** An event of the live stream. What came before anybody looked back is among those that are fetched. */
  function take(numbered: { seq: number; event: RunEvent }) {
    if (loading.current && rewind.count < MAX_EVENTS) rewind.take(numbered);
  }

  async function goTo(ms: number) {
    if (!(await ready())) return;
    setAtMs(ms);
    // The clock of the worker that began it may be behind that of the steps: the first moment has its first event.
    setCount(Math.min(rewind.count, Math.max(1, rewind.countAt(ms))));
  }

  /** To the moment of an event, so many away from the one that is shown. */
  async function step(by: number) {
    if (!(await ready())) return;
    setPlaying(false);
    const from = place.current ?? rewind.count;
    const next = Math.min(rewind.count, Math.max(0, from + by));
    if (next === rewind.count) return leave();
    setCount(next);
    // Before the first event the run was waiting for a worker.
    setAtMs(rewind.times[Math.max(0, next - 1)] ?? null);
  }

  function leave() {
    setPlaying(false);
    setCount(null);
    setAtMs(null);
  }

  return {
    state: count !== null ? stateOf(rewind, count) : null,
    atMs: count === null ? null : atMs,
    isLoading: load.isPending,
    isPlaying,
    setPlaying,
    speed,
    setSpeed,
    take,
    ready,
    goTo,
    step,
    leave,
  };
}

export type Rewind = ReturnType<typeof useRewind>;

const shownStates = new WeakMap<RunRewind, { count: number; state: RunState }>();

/** The same object for the same moment, so that nothing is drawn anew between two events. */
function stateOf(rewind: RunRewind, count: number): RunState {
  const shown = shownStates.get(rewind);
  if (shown?.count === count) return shown.state;
  const state = rewind.stateAfter(count);
  shownStates.set(rewind, { count, state });
  return state;
}

/** Calls `onFrame` with the milliseconds since the frame before, while it is on. */
export function useFrames(isOn: boolean, onFrame: (elapsedMs: number) => void) {
  const latest = useRef(onFrame);
  useEffect(() => {
    latest.current = onFrame;
  });
  useEffect(() => {
    if (!isOn) return;
    let before = performance.now();
    let frame = requestAnimationFrame(function tick(now) {
      latest.current(now - before);
      before = now;
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [isOn]);
}
