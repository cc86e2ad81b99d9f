import type { NodeFailure, RunEvent, RunOutcome } from "../../graph/run-events.ts";
import type { EngineRunRequest } from "./engine-pool-types.ts";

/** Headers of the frames from a worker to its engine. */
export type ToEngine =
  | { type: "run"; request: EngineRunRequest }
  | { type: "cancel"; runId: string }
  /** Answers to `flush`, `put` and `locate`, by their id; `error` where it could not be done. */
  | { type: "answer"; id: number; path?: string; hash?: string; sizeBytes?: number; error?: string };

/** Headers of the frames from an engine to its worker. */
export type ToWorker =
  | { type: "ready" }
  | { type: "events"; runId: string; events: RunEvent[] }
  /** Asks to be told when the events of the run so far are durable. */
  | { type: "flush"; id: number; runId: string }
  /** The body is to be stored. */
  | { type: "put"; id: number }
  /** Asks for a file on this machine with the content of this hash. */
  | { type: "locate"; id: number; hash: string }
  | { type: "finished"; runId: string; outcome: RunOutcome; failure?: NodeFailure }
  | { type: "log"; message: string };
