/** What one workspace may ask of an installation, so that it leaves room for the others. */
export type RunLimits = {
  /** Runs that may wait. Beyond that a start is refused rather than lost in a queue of hours. */
  queued: number;
  /** Runs that go on at a time, over all workers. */
  running: number;
};

export const defaultRunLimits: RunLimits = { queued: 10_000, running: 16 };
