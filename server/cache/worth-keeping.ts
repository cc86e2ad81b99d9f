/** What looking a result up, storing it and showing it costs, by measurement well under a millisecond; doubled to be worth it. */
const MIN_COST_MS = 2;
/** How quickly values come back from the artifact store, reading and decoding together. */
const RESTORED_BYTES_PER_MS = 100_000;

/** What reading a value of this size back takes. */
export function restoreMs(sizeBytes: number): number {
  return sizeBytes / RESTORED_BYTES_PER_MS;
}

/**
 * Whether a result is worth keeping: when making it again takes longer than reading it back, and longer than the keeping
 * itself. `costMs` is the time of the step and of storing what it gave, and of reading its inputs back, which a
 * step that runs on cached inputs has to do. `factor` is more than 1 for node types that hardly ever cost that much.
 */
export function isWorthKeeping(
  { costMs, artifactBytes }: { costMs: number; artifactBytes: number },
  factor = 1,
): boolean {
  return costMs >= factor * (MIN_COST_MS + restoreMs(artifactBytes));
}
