import { foldRun, queuedRun } from "./reduce-run.ts";
import type { RunEvent, RunState } from "./run-events.ts";

/** A state is kept for each so many events, so that going to any place folds no more than these. */
const KEPT_EVERY = 128;

export type RunRewind = {
  /** How many events there are, from the first one on, with none left out. */
  readonly count: number;
  /** When each event happened, never before the one in front of it, in milliseconds since the epoch. */
  times: readonly number[];
  /** The state after the first `count` events: the fold of them. What comes later does not change it. */
  stateAfter: (count: number) => RunState;
  /** How many events had happened at a time. */
  countAt: (at: number) => number;
  /** Adds one more by its number in the run, from 1, in any order: one that came already is left out, one from further on waits for those before it. */
  take: (numbered: { seq: number; event: RunEvent }) => void;
};

/** Goes back and forth in a run, over or under way, by the same fold that shows it live. */
export function createRewind(stored: readonly RunEvent[] = []): RunRewind {
  const events: RunEvent[] = [];
  const times: number[] = [];
  const early = new Map<number, RunEvent>();
  // Of whole stretches only, so that one that is kept stays true when there are more events.
  const kept: RunState[] = [queuedRun];

  function add(event: RunEvent) {
    events.push(event);
    // Workers have clocks of their own; the order of the events is what happened.
    times.push(Math.max(event.at, times.at(-1) ?? -Infinity));
  }
  stored.forEach(add);

  function keptState(index: number): RunState {
    for (let known = kept.length; known <= index; known++) {
      kept.push(foldRun(kept[known - 1]!, events.slice((known - 1) * KEPT_EVERY, known * KEPT_EVERY)));
    }
    return kept[index]!;
  }

  return {
    get count() {
      return events.length;
    },
    times,
    stateAfter(count) {
      const until = Math.min(Math.max(0, Math.floor(count)), events.length);
      const index = Math.floor(until / KEPT_EVERY);
      return foldRun(keptState(index), events.slice(index * KEPT_EVERY, until));
    },
    countAt(at) {
      let low = 0;
      let high = times.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (times[middle]! <= at) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    take({ seq, event }) {
      if (seq <= events.length) return;
      early.set(seq, event);
      for (let next = early.get(events.length + 1); next; next = early.get(events.length + 1)) {
        early.delete(events.length + 1);
        add(next);
      }
    },
  };
}
