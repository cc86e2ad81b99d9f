/** Claims while there is room and work. A bell during a claim is not lost: it leads to another one. */
export type ClaimLoop = {
  /** There may be work. */
  wake: () => void;
  /** There is room again: claims if there was work that found none. */
  slotFreed: () => void;
  stop: () => Promise<void>;
};

export function startClaimLoop({
  freeSlots,
  claim,
  pollMs,
  onError,
}: {
  freeSlots: () => number;
  /** Takes up to `limit` and gives how many it took. */
  claim: (limit: number) => Promise<number>;
  /** The bell is quick, the poll is certain. */
  pollMs: number;
  onError: (error: Error) => void;
}): ClaimLoop {
  let isRung = true;
  let isStopped = false;
  let claiming: Promise<void> | null = null;

  async function claimAll() {
    while (isRung && !isStopped && freeSlots() > 0) {
      isRung = false;
      const limit = freeSlots();
      const taken = await claim(limit).catch((error: Error) => {
        onError(error);
        return 0;
      });
      // A full catch means that there is probably more.
      if (taken === limit) isRung = true;
    }
  }

  function wake() {
    // Kept when there is no room now: the next slot that is freed looks again.
    isRung = true;
    look();
  }

  function look() {
    claiming ??= claimAll().finally(() => {
      claiming = null;
      if (isRung && !isStopped && freeSlots() > 0) look();
    });
  }

  const timer = setInterval(wake, pollMs);
  look();
  return {
    wake,
    slotFreed: look,
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await claiming;
    },
  };
}
