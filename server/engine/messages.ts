import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import type { HttpAnswer, HttpRequest } from "../../graph/node-runner.ts";
import type { FailureKind, NodeFailure, RunEvent, RunOutcome, StepFailureRecord } from "../../graph/run-events.ts";
import type { AppErrorCode } from "../app-error.ts";
import type { CacheBatch, CacheFindings } from "../cache/cache-store.ts";
import type { EngineRunRequest, WarmModel } from "./engine-pool-types.ts";

/**
 * Headers of the frames from a worker to its engine. `run` numbers the executions of this engine: one run may be in it
 * twice, an older attempt that is being given up and the newer one.
 */
export type ToEngine =
  | { type: "run"; run: number; request: EngineRunRequest }
  | { type: "cancel"; run: number }
  /** Comes first: proved execution providers, the preferred one first; what the device `auto` means in this engine. */
  | { type: "devices"; devices: readonly string[] }
  /** To be opened ahead of their use, when there is nothing else to do. */
  | { type: "warm"; models: readonly WarmModel[] }
  /** A part of the body of what was asked for outside; the answer comes after the last. */
  | { type: "http-part"; id: number }
  | Answer;

/** To `flush`, `put`, `locate`, `find-batching`, `find-cached`, `drop-cached` and `http`, by their id; `error` where it could not be done. */
export type Answer = {
  type: "answer";
  id: number;
  path?: string;
  hash?: string;
  sizeBytes?: number;
  batching?: BatchingVerdict | null;
  findings?: CacheFindings;
  http?: Omit<HttpAnswer, "body">;
  /** `code` where it is an AppError, `kind` where it is a NodeError, for the engine to make it one again. */
  error?: { message: string; code?: AppErrorCode; kind?: FailureKind };
};

/** Headers of the frames from an engine to its worker. */
export type ToWorker =
  | { type: "ready" }
  /** Twice a second, unless something holds the engine's thread. */
  | { type: "beat"; residentBytes: number }
  | { type: "events"; run: number; events: RunEvent[] }
  /** Asks to be told when the events of the run so far are durable. */
  | { type: "flush"; id: number; run: number }
  /** The body is to be stored, with those of the further frames of this id up to the last one. */
  | { type: "put"; id: number; isLast: boolean }
  /** Asks for a file on this machine with the content of this hash. */
  | { type: "locate"; id: number; hash: string }
  /** Asks whether the calls of the model of this hash may be computed together, where that was found out. */
  | { type: "find-batching"; id: number; hash: string }
  /** Asks for results of earlier runs, by structural and content keys. */
  | { type: "find-cached"; id: number; run: number; paths: readonly string[]; keys: readonly string[] }
  | { type: "save-cached"; run: number; batch: CacheBatch }
  | { type: "drop-cached"; id: number; run: number; key: string }
  /** Asks the worker, which guards the way out and has the secrets, to send a request. The body is that of the request. */
  | { type: "http"; id: number; run: number; request: Omit<HttpRequest, "body">; hasBody: boolean }
  /** Nobody waits for it any more. */
  | { type: "http-cancel"; id: number }
  | { type: "finished"; run: number; outcome: RunOutcome; failure?: NodeFailure }
  | { type: "waiting"; run: number; failedSteps: Record<string, StepFailureRecord> }
  | { type: "log"; message: string };
