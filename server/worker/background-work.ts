export type BackgroundWork = {
  /** Does it now; where it is being done, once more after that. */
  wake: () => void;
  /** Begins nothing more, and waits for what is under way. */
  stop: () => Promise<void>;
};

/**
 * Does `work` at once, every `everyMs` and when it is woken, never twice at a time. What it throws is logged after the words
 * of `failed`, and it is tried again at the next turn. The signal is aborted by `stop`, for work that can end early.
 */
export function startBackgroundWork({
  everyMs,
  work,
  failed,
  onLog,
}: {
  everyMs: number;
  work: (signal: AbortSignal) => Promise<void>;
  failed: string;
  onLog: (message: string) => void;
}): BackgroundWork {
  const ending = new AbortController();
  const { signal } = ending;
  let working: Promise<void> | null = null;
  let isRung = false;

  function turn() {
    if (signal.aborted) return;
    working ??= workWhileRung()
      .catch((error: Error) => onLog(`${failed}: ${error.message}`))
      .finally(() => {
        working = null;
        // Rung after the last look at the bell.
        if (isRung) turn();
      });
  }

  async function workWhileRung() {
    do {
      isRung = false;
      await work(signal);
    } while (isRung && !signal.aborted);
  }

  const timer = setInterval(turn, everyMs);
  turn();
  return {
    wake() {
      isRung = true;
      turn();
    },
    async stop() {
      ending.abort();
      clearInterval(timer);
      await working;
    },
  };
}
