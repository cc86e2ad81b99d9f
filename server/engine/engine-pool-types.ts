import type { CacheStore } from "../cache/cache-store.ts";
import type { RunCacheSettings } from "../cache/open-run-cache.ts";
import type { SendHttp } from "../secrets/send-with-secrets.ts";
import type { JsonValue } from "../../graph/json.ts";
import type { NodeFailure, RunEvent, RunOutcome, StepFailureRecord, StepResultRecord } from "../../graph/run-events.ts";
import type { RunPart } from "../../graph/run-part.ts";
import type { Graph } from "../../graph/schema.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import type { KnownWaits } from "../../graph/waits.ts";

/** One execution of a run handed to an engine. The engine compiles the graph itself; it sees no database and no secrets. */
export type EngineRunRequest = {
  runId: string;
  /** Counts from 1; every event and artifact of an older attempt is refused by the worker. */
  attempt: number;
  worker: string;
  graph: Graph;
  /** The workflows that the graph runs, as they were when the run was started. */
  subGraphs: SubGraphs;
  inputs: Record<string, JsonValue>;
  part: RunPart;
  /**
   * Finished steps of earlier attempts, and those taken over from an earlier run, which say so: their values are restored
   * from the records, they do not run again.
   */
  finishedSteps: Record<string, StepResultRecord>;
  /** Steps that failed before the run was parked; they do not run again either. */
  failedSteps?: Record<string, StepFailureRecord>;
  /** What steps waited for, and the answers as far as there are any. */
  waits?: KnownWaits;
  /** What is left of the run's time limit; null without one. */
  timeoutMs: number | null;
  /** Somebody waits for it: in its engine its turns come before those of others. */
  isUrgent?: boolean;
  /** Times the operators of its models. */
  isProfiled?: boolean;
  /** Left out where every step is to run. */
  cache?: RunCacheSettings;
};

export type EngineRunHandlers = {
  /** In order, in batches, already numbered by arrival. Never called again after `run` has settled. */
  onEvents: (events: RunEvent[]) => void;
  /** Resolves once all events handed over so far are durable: the engine waits for it after long steps. */
  flush: () => Promise<void>;
  /** Where the results of the run's workspace lie. Without it nothing is found and nothing is kept. */
  cache?: CacheStore;
  /** Sends the requests of the run. Without it none is sent. */
  sendHttp?: SendHttp;
  /** Aborting asks the engine to stop; when it does not within the grace, the engine is killed. */
  signal: AbortSignal;
};

export type EngineRunResult =
  | { kind: "finished"; outcome: RunOutcome; failure?: NodeFailure }
  /** Nothing but waiting is left: the run can be let go of until there is an answer. */
  | { kind: "waiting"; failedSteps: Record<string, StepFailureRecord> }
  /** The engine died or was killed in mid-run; `message` says how (exit code, signal, memory limit, no answer). */
  | {
      kind: "engine-lost";
      message: string;
      /** The engine was ended because of another run in it: this one is not to blame. */
      isBystander?: true;
    };

/** A model that requests are expected for. */
export type WarmModel = {
  hash: string;
  name: string;
  device: string;
  /** It was tried, and a run of it holds an engine for a moment at most. */
  isQuick: boolean;
};

export type EnginePool = {
  run: (request: EngineRunRequest, handlers: EngineRunHandlers) => Promise<EngineRunResult>;
  /** Has these opened ahead of their use, in the engines that would get them. An engine that replaces another one begins without. */
  warm?: (models: readonly WarmModel[]) => void;
  /** Engines alive now, for tests and the health page. */
  engines: () => { pid: number; activeRuns: number }[];
  close: () => Promise<void>;
};
