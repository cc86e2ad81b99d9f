/**
 * Names of the NOTIFY channels. A notification is only a bell: it carries ids, may be lost, and each listener also polls.
 * It is rung in a statement of its own after the commit, because a transaction with a NOTIFY in it takes a lock on the
 * whole Postgres instance while it commits.
 */
export const channels = {
  /**
   * A queue has work. Payload: the queue's name, and "urgently" after a space where a person waits for it; "batches"; or "keeping",
   * when the rules by which runs go were changed.
   */
  queue: "patchbay_queue",
  /** Somebody asked for a run to be cancelled. Payload: the run's id. */
  cancel: "patchbay_cancel",
  /** A run has new events. Payload: "<workspace id> <run id>". */
  runs: "patchbay_runs",
  /** What is published, or what a key opens, has changed in some workspace. Payload: "deployments". */
  deployments: "patchbay_deployments",
  /** Who is where on a canvas, and that a workflow was saved. The one channel whose payload is the message itself: nothing of it is stored. */
  presence: "patchbay_presence",
} as const;
