import { MAX_ATTEMPTS_KEPT, type RunAttempt } from "#graph/run-events";

/**
 * The how-manieth attempt at its run one is, from 1. Their own numbers rise, and may leave some out: a retry takes one, so
 * that nobody goes on with what it ended. 1 for a run that nothing has begun.
 */
export function attemptCount(attempts: readonly RunAttempt[], attempt = attempts.at(-1)): number {
  if (!attempt) return 1;
  return attempts.length < MAX_ATTEMPTS_KEPT ? attempts.indexOf(attempt) + 1 : attempt.attempt;
}
