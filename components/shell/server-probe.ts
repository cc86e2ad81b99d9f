export type ProbeState = { status: "looking" } | { status: "answers" } | { status: "down"; nextTryAt: number };

const FIRST_PAUSE_MS = 2_000;
const LAST_PAUSE_MS = 15_000;

/** Asks once at once, and while there is no answer again with growing pauses. */
export function createProbe({
  ask,
  onChange,
  onBack,
  now = Date.now,
}: {
  ask: () => Promise<boolean>;
  onChange: (state: ProbeState) => void;
  /** There is an answer after there was none. */
  onBack: () => void;
  now?: () => number;
}): { tryNow: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let isAsking = false;
  let wasDown = false;
  let isOver = false;

  async function look() {
    clearTimeout(timer);
    if (isAsking) return;
    isAsking = true;
    const isThere = await ask();
    isAsking = false;
    if (isOver) return;
    if (isThere) {
      onChange({ status: "answers" });
      if (wasDown) onBack();
      wasDown = false;
      return;
    }
    wasDown = true;
    onChange({ status: "down", nextTryAt: now() + pauseMs });
    timer = setTimeout(() => void look(), pauseMs);
    pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS);
  }

  void look();
  return {
    tryNow: () => void look(),
    stop() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
