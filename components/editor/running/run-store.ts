import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import { foldRun, queuedRun } from "#graph/reduce-run";
import type { RunEvent, RunState } from "#graph/run-events";
import type { RecordedFlow } from "#graph/recorded-values";
import { wholePart } from "#graph/run-part";
import type { RunPart } from "#graph/run-part";
import type { GraphEdge } from "#graph/schema";

/**
 * The run that the canvas shows. It stands apart from the document, so that an event renders the node it concerns and
 * nothing else.
 */
export type RunStoreState = {
  runId: string | null;
  run: RunState | null;
  /** What of the graph it covers. */
  part: RunPart;
  /** The run shown before: its values stay, pale, where this one has none, so that nodes keep their size. */
  before: RunState | null;
  /** The run that is shown next, and whose events are asked for already. */
  next: { runId: string; part: RunPart } | null;
};
export type RunStore = StoreApi<RunStoreState> & {
  /** Shows a run from its beginning. */
  open: (runId: string, part: RunPart) => void;
  /** Asks for the events of a run at once and shows it a moment later: the question is not to wait until everything is drawn. */
  openSoon: (runId: string, part: RunPart) => Promise<void>;
  /** Takes events in order; those of one animation frame are folded together. */
  push: (event: RunEvent) => void;
  close: () => void;
};

/** What an output gave in the run, else in the one before, which is what its card shows. */
export function lastOutput(
  { run, before }: RunStoreState,
  { node, port }: GraphEdge["from"],
): RecordedFlow | undefined {
  return run?.nodes[node]?.outputs[port] ?? before?.nodes[node]?.outputs[port];
}

export function createRunStore(
  run: RunState | null = null,
  schedule: (fold: () => void) => void = (fold) => requestAnimationFrame(fold),
): RunStore {
  const store = createStore<RunStoreState>(() => ({ runId: null, run, part: wholePart, before: null, next: null }));
  let pending: RunEvent[] = [];
  function fold() {
    const events = pending;
    pending = [];
    const { run } = store.getState();
    if (run && events.length > 0) store.setState({ run: foldRun(run, events) });
  }
  function open(runId: string, part: RunPart) {
    pending = [];
    const { run, before } = store.getState();
    store.setState({ runId, part, run: queuedRun, before: run?.finishedAt === undefined ? before : run, next: null });
  }
  function showNext() {
    const { next } = store.getState();
    if (next) open(next.runId, next.part);
  }
  return Object.assign(store, {
    open,
    async openSoon(runId: string, part: RunPart) {
      store.setState({ next: { runId, part } });
      await new Promise((resolve) => setTimeout(resolve));
      showNext();
    },
    push(event: RunEvent) {
      showNext();
      pending.push(event);
      if (pending.length === 1) schedule(fold);
    },
    close() {
      pending = [];
      store.setState({ runId: null, run: null, part: wholePart, before: null, next: null });
    },
  });
}
