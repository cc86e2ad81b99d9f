/**
 * Lets runs into the engines together, or one alone: once one waits to be alone, nobody enters before it has been.
 * A run that took an engine down with others in it goes alone the next time, so that the others are not blamed for it.
 */
export type SoloGate = {
  /** Resolves with the way out, which must be called once; at once when the signal aborts. */
  enter: (who: { isAlone: boolean; signal: AbortSignal }) => Promise<() => void>;
};

export function createSoloGate(): SoloGate {
  const waiting: { isAlone: boolean; start: () => void }[] = [];
  let inside = 0;
  let isOneAlone = false;

  function admit() {
    for (let next = waiting[0]; next && !isOneAlone && (inside === 0 || !next.isAlone); next = waiting[0]) {
      waiting.shift();
      next.start();
    }
  }

  return {
    enter: ({ isAlone, signal }) =>
      new Promise((resolve) => {
        const place = {
          isAlone,
          start: () => {
            signal.removeEventListener("abort", giveUp);
            inside += 1;
            isOneAlone = isAlone;
            resolve(() => {
              inside -= 1;
              if (isAlone) isOneAlone = false;
              admit();
            });
          },
        };
        // Whoever is stopped while waiting passes through without having been inside.
        const giveUp = () => {
          waiting.splice(waiting.indexOf(place), 1);
          resolve(() => {});
          admit();
        };
        if (signal.aborted) return resolve(() => {});
        signal.addEventListener("abort", giveUp, { once: true });
        waiting.push(place);
        admit();
      }),
  };
}
