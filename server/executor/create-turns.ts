/** Puts what several runs want to do next on one thread in order; each gives the thread back by itself within a turn. */
export type Turns = {
  /** The way in for one run. What it is given is called once, in a round of the event loop of its own. */
  of: (run: { isUrgent: boolean }) => (goOn: () => void) => void;
};

/** Runs that somebody waits for go first, but not for ever: so many turns of theirs to one of the others. */
const URGENT_IN_A_ROW = 4;

/**
 * One turn a round: between any two turns timers, messages and cancels get through, however many runs there are, and each
 * run waits for one turn of every other of its class.
 */
export function createTurns(): Turns {
  const urgent: (() => void)[] = [];
  const others: (() => void)[] = [];
  let urgentInARow = 0;
  let isGoing = false;

  function giveTurn() {
    const isOthers = others.length > 0 && (urgent.length === 0 || urgentInARow >= URGENT_IN_A_ROW);
    urgentInARow = isOthers ? 0 : urgentInARow + 1;
    const goOn = (isOthers ? others : urgent).shift()!; // a round is only asked for while somebody waits
    isGoing = urgent.length + others.length > 0;
    if (isGoing) setImmediate(giveTurn);
    goOn();
  }

  return {
    of: ({ isUrgent }) => {
      const waiting = isUrgent ? urgent : others;
      return (goOn) => {
        waiting.push(goOn);
        if (isGoing) return;
        isGoing = true;
        setImmediate(giveTurn);
      };
    },
  };
}
