import { clockOffset } from "./clock-offset.ts";
import type { ExecutorHost } from "./executor-host.ts";

/** Synchronous nodes run on in one turn of the event loop for this long, then cancelling and timers get through. */
const TURN_MS = 10;

/** The time of one execution, in milliseconds since the epoch with fractions, and its turns of the event loop. */
export type TurnClock = {
  /** When the clock was last read: reading it costs as much as a trivial node. */
  lastAt: number;
  read: () => number;
  nextTurn: (goOn: () => void) => void;
  /** Whether this turn has gone on so long that cancelling would not get through. Does not read the clock. */
  isTurnOver: () => boolean;
  endTurn: () => void;
  /** Goes on in the next turn, once however often this is called before. */
  endTurnSoon: (goOn: () => void) => void;
};

/** Monotonic within the execution, so that a clock set back makes no negative durations; set anew for each. */
export function startTurnClock({ now, nextTurn = setImmediate }: Pick<ExecutorHost, "now" | "nextTurn">): TurnClock {
  const offset = clockOffset();
  const startedAt = now?.() ?? offset + performance.now();
  let turnEndsAt = startedAt + TURN_MS;
  let isTurnEnding = false;

  const clock: TurnClock = {
    lastAt: startedAt,
    read: () => (clock.lastAt = now?.() ?? offset + performance.now()),
    nextTurn,
    isTurnOver: () => clock.lastAt >= turnEndsAt,
    endTurn: () => void (turnEndsAt = clock.read() + TURN_MS),
    endTurnSoon: (goOn) => {
      if (isTurnEnding) return;
      isTurnEnding = true;
      nextTurn(() => {
        isTurnEnding = false;
        clock.endTurn();
        goOn();
      });
    },
  };
  return clock;
}
