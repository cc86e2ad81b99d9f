/** When a worker first took a run up and when it ended, as the database has it. */
type RecordedTimes = { startedAt: Date | null; finishedAt: Date | null };
/** The same as the run's own events tell it, by the clock of the engine. */
type ToldTimes = { startedAt?: number | undefined; finishedAt?: number | undefined };

/**
 * How long a run took, or has been taking at `now`: the one number for lists, pages and the canvas. What is recorded counts
 * before what events tell, which are there sooner. Null for a run that has not begun.
 */
export function runDurationMs(
  recorded: RecordedTimes | null,
  { told = {}, now = null }: { told?: ToldTimes; now?: number | null } = {},
): number | null {
  const startedAt = recorded?.startedAt?.getTime() ?? told.startedAt;
  const finishedAt = recorded?.finishedAt?.getTime() ?? told.finishedAt ?? now;
  if (startedAt === undefined || finishedAt === null) return null;
  return Math.max(0, finishedAt - startedAt);
}
