import { setImmediate as nextTurn } from "node:timers/promises";

/** Claims while there is room and work. A bell during a claim is not lost: it leads to another one. */
export type ClaimLoop = {
  /** There may be work. */
  wake: () => void;
  /** There is room again: claims if there was work that found none. */
  slotFreed: () => void;
  stop: () => Promise<void>;
};

export function startClaimLoop({
  hasRoom,
  claim,
  pollMs,
  onError,
}: {
  hasRoom: () => boolean;
  /** Takes what there is room for. Gives how many it took, and whether there is probably more. */
  claim: () => Promise<{ taken: number; isMoreLikely: boolean }>;
  /** The bell is quick, the poll is certain. */
  pollMs: number;
  onError: (error: Error) => void;
}): ClaimLoop {
  let isRung = true;
  let isWorkLeft = false;
  let isStopped = false;
  let claiming: Promise<void> | null = null;

  async function claimAll() {
    while (isRung && !isStopped && hasRoom()) {
      isRung = false;
      // Runs that end together free their slots in this turn: one claim fills them all.
      await nextTurn();
      const { taken, isMoreLikely } = await claim().catch((error: Error) => {
        onError(error);
        return { taken: 0, isMoreLikely: false };
      });
      isWorkLeft = isMoreLikely;
      if (isMoreLikely && taken > 0) isRung = true;
    }
  }

  function look() {
    claiming ??= claimAll().finally(() => {
      claiming = null;
      if (isRung && !isStopped && hasRoom()) look();
    });
  }

  function wake() {
    // Kept when there is no room now: the next slot that is freed looks again.
    isRung = true;
    look();
  }

  const timer = setInterval(wake, pollMs);
  look();
  return {
    wake,
    slotFreed: () => {
      if (isWorkLeft) isRung = true;
      look();
    },
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await claiming;
    },
  };
}
