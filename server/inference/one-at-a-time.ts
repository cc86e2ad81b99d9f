import { setImmediate as nextTurn } from "node:timers/promises";

export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Work that blocks the thread, one piece after the other, with everything else that waits for the thread let in between: a
 * model that computes waits for one model that loads, never for several.
 */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    const before = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = promise;
    await before;
    try {
      return await work();
    } finally {
      // Two turns: in the first one, those who wait get the thread, in the second, what they ran on it.
      void nextTurn().then(nextTurn).then(resolve);
    }
  };
}
