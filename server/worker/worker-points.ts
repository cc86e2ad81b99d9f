/**
 * Named places in the life of a run, told as they are passed. Tests end the process there, to show that whatever is lost
 * at that place is made up for.
 */
export type WorkerPoint =
  /** The runs are claimed and the transaction is committed. */
  | "claimed"
  | "before-engine"
  /** Events came from the engine and are not durable yet. */
  | "step-events"
  | "record"
  | "recorded"
  /** The end of a run is durable; the queue has not been told. */
  | "ended"
  | "finished"
  /** Nothing but waiting is left of a run, and it is still ours. */
  | "park"
  /** The run is let go of. */
  | "parked"
  | "engine-lost"
  | "cancel"
  | "beat"
  | "takeover"
  | "hand-back";
