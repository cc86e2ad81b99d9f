const CHECK_EVERY_MS = 1_000;

export type SilenceWatch = {
  heard: () => void;
  /** By `performance.now()`. */
  heardAt: () => number;
  stop: () => void;
};

/**
 * Tells when nothing has been heard for the time that is allowed just now. A machine that slept, or a worker that was held
 * itself, has heard nothing either: such gaps do not count.
 */
export function watchSilence({
  allowedMs,
  onSilence,
}: {
  allowedMs: () => number;
  onSilence: (silentMs: number) => void;
}): SilenceWatch {
  let heardAt = performance.now();
  let checkedAt = heardAt;
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - checkedAt > 3 * CHECK_EVERY_MS) heardAt = now;
    checkedAt = now;
    const silentMs = now - heardAt;
    if (silentMs <= allowedMs()) return;
    clearInterval(timer);
    onSilence(silentMs);
  }, CHECK_EVERY_MS);
  timer.unref();
  return {
    heard: () => void (heardAt = performance.now()),
    heardAt: () => heardAt,
    stop: () => clearInterval(timer),
  };
}
