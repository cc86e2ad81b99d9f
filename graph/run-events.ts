import type { Kind } from "./kinds.ts";
import type { ArtifactRef, RecordedFlow } from "./recorded-values.ts";
import type { StepWait } from "./waits.ts";

/**
 * What happened in a run, in order. The `nodeId` of a step in a workflow that a node runs is the path to it:
 * "outer/inner". `at` is milliseconds since the epoch by the clock of the engine that wrote it.
 */
export type RunEvent =
  | {
      type: "run.started";
      at: number;
      attempt: number;
      worker: string;
      /** Steps that finished, and steps that failed, in earlier attempts. They do not run again. */
      resumedSteps?: string[];
      failedSteps?: string[];
      /** By node: how many steps the workflow has that it runs, where they are laid out among the others. */
      innerSteps?: Record<string, number>;
      /** What it computes with. */
      environment?: RunEnvironment;
    }
  | {
      type: "step.started";
      nodeId: string;
      at: number;
      attempt: number;
      items?: number;
      /** From when all that it reads from had ended to its start; left out below a millisecond. */
      waitedMs?: number;
      why?: RunReason;
    }
  | { type: "step.progress"; nodeId: string; at: number; done: number; total: number }
  | { type: "step.log"; nodeId: string; at: number; message: string }
  | { type: "step.retrying"; nodeId: string; at: number; attempt: number; delayMs: number; failure: NodeFailure }
  | ({ type: "step.finished"; nodeId: string; at: number } & StepResultRecord)
  | ({ type: "step.failed"; nodeId: string; at: number } & StepFailureRecord)
  /** The step asks for an answer, or waits for a time, and lets go of its place until then. */
  | { type: "step.waiting"; nodeId: string; at: number; waits: StepWait[]; items?: number }
  | { type: "step.skipped"; nodeId: string; at: number; reason: SkipReason }
  | { type: "step.reused"; nodeId: string; at: number; from: ValueSource; outputs: StepResultRecord["outputs"] }
  /** After the steps of a run whose models were timed. */
  | { type: "step.profiled"; nodeId: string; at: number; profile: StepProfile }
  | { type: "run.cancelling"; at: number }
  /** Nothing but waiting is left to do: no worker holds the run until there is an answer. */
  | { type: "run.waiting"; at: number }
  /** A run that had failed or was cancelled goes on: what had succeeded stays, the rest waits again. `by` is the person's name. */
  | { type: "run.retried"; at: number; by: string }
  | { type: "run.finished"; at: number; outcome: RunOutcome; failure?: NodeFailure };

/** What a finished step leaves: enough to show it, and, with the artifacts, to resume after it. */
export type StepResultRecord = {
  durationMs: number;
  /** By output port; a port that did not fire is absent. */
  outputs: Readonly<Record<string, RecordedFlow>>;
  items?: number;
  /** Items lost to a "drop" policy. */
  droppedItems?: number;
  /** The failure that the on-error policy replaced with a default or sent out of the error port. */
  caught?: NodeFailure;
  device?: string;
  /** The step did not run: an earlier run gave this from the same inputs and params. `durationMs` is 0. */
  cached?: CachedFrom;
  /** The step ran to check what the cache holds, and gave something else at these ports. */
  mismatch?: { ports: string[]; cached: CachedFrom };
  /** The most calls of a model that were computed together with one of this step's, where any were; and the longest wait. */
  batch?: { size: number; waitedMs: number };
  /** The first of its calls of models, at most `MAX_CALLS_KEPT`, in order. */
  calls?: ModelCallTime[];
  /** Milliseconds that its models computed for it, by their hashes; of what was computed together its share. */
  models?: Record<string, number>;
  /** The step did not run: its values were taken over. */
  from?: ValueSource;
};

export const MAX_CALLS_KEPT = 32;

/** One call of a model: it waited for its turn, was carried over to the device, computed there, and its results came back. */
export type ModelCallTime = {
  /** When its turn came, in milliseconds since the epoch, to a tenth. */
  at: number;
  waitedMs: number;
  copyInMs: number;
  computeMs: number;
  copyOutMs: number;
  /** Of calls that were computed together: how many, and the same number for all of them within one engine. */
  joint?: { number: number; size: number };
};

/** What a run was computed with: of two runs of one graph that differ, the first suspect. */
export type RunEnvironment = {
  /** Patchbay's own version, those of Node and of ONNX Runtime. */
  app: string;
  node: string;
  ort: string;
  /** "linux x64" */
  platform: string;
  /** Proved execution providers, the preferred one first. */
  devices: string[];
  /** The process of the engine; left out on the command line. */
  engine?: number;
  /** The models that the graph names, and those of the workflows that it runs. */
  models: { name: string; hash: string }[];
};

/** Where the time of one model of a step went. */
export type StepProfile = {
  model: string;
  /** Milliseconds since the epoch at which the clock of its events began. */
  openedAt: number;
  /** The costliest first, at most 20. */
  operators: OperatorTime[];
  /** Each execution of an operator, as `unpackOperators` reads it. */
  events: ArtifactRef;
};
export type OperatorTime = { operator: string; provider: string; calls: number; durationMs: number };

/** Where a result of the cache comes from, and what taking it spared. */
export type CachedFrom = {
  /** Empty where the run is seen outside of its workspace. */
  runId: string;
  /** As people see it; absent where runs have no numbers, and with an empty id. */
  runNumber?: number;
  /** When the step ended there, in milliseconds since the epoch. */
  at: number;
  savedMs: number;
};

/** Why a step ran, though its result might have been reused. */
export type RunReason =
  /** No run of this workflow got through it before. */
  | { kind: "first" }
  | { kind: "params"; params: string[] }
  | { kind: "model"; params: string[] }
  | { kind: "inputs"; ports: string[] }
  /** The node type, or the program that runs it, is another version. */
  | { kind: "updated" }
  /** Another device computes. */
  | { kind: "device" }
  | { kind: "impure" }
  /** The node's cache is off. */
  | { kind: "off" }
  /** The run was started without the cache. */
  | { kind: "asked" }
  /** Nothing changed, and running it costs less than keeping its result. */
  | { kind: "small" }
  /** Nothing changed, but its result is not kept any more. */
  | { kind: "evicted" }
  /** Its result was kept, but could not be read back. */
  | { kind: "lost" }
  /** To compare with the result that is kept. */
  | { kind: "check" };
export type StepFailureRecord = { durationMs: number; failure: NodeFailure };

/**
 * Where values come from that a run did not compute: another run, by its number for people, or pins of the node. Outside of
 * its workspace the id is empty and there is no number.
 */
export type ValueSource = { kind: "run"; runId: string; number?: number } | { kind: "pin" };

export type RunOutcome = "succeeded" | "failed" | "cancelled";
export type RunStatus = "queued" | "running" | "waiting" | RunOutcome;

export type SkipReason =
  | { kind: "upstream"; nodeId: string }
  | { kind: "not-fired"; nodeId: string; port: string }
  | { kind: "disabled" }
  | { kind: "cancelled" };

/** Kebab-case codes, stable: shown beside messages, used by fixes, tests and API clients. */
export type FailureKind =
  | "bad-params"
  | "bad-input"
  | "missing-input"
  | "missing-model"
  | "missing-file"
  | "damaged-file"
  | "storage-full"
  | "bad-model"
  | "bad-image"
  | "unsupported-format"
  | "too-many-pixels"
  | "bad-table"
  | "too-large"
  | "bad-encoding"
  | "input-mismatch"
  | "list-mismatch"
  | "expression-failed"
  | "stopped"
  | "check-failed"
  | "missing-secret"
  | "request-failed"
  | "not-allowed"
  | "not-converged"
  | "not-serialisable"
  | "timeout"
  | "memory-limit"
  | "crashed"
  | "engine-lost"
  | "poison";

export type NodeFailure = {
  kind: FailureKind;
  /** A whole sentence for a person: which value, where, and what would be right. */
  message: string;
  port?: string;
  param?: string;
  /** Index path of the list item that failed, from the outermost list. */
  item?: number[];
};

export type NodeRunState = {
  /** "waiting" has not begun; "paused" has, and waits for a person or a time. */
  status: "waiting" | "running" | "paused" | "succeeded" | "failed" | "skipped" | "cancelled";
  startedAt?: number;
  /** How long it was ready and had not started; left out below a millisecond. */
  waitedMs?: number;
  durationMs?: number;
  progress?: { done: number; total: number };
  attempt: number;
  items?: number;
  droppedItems?: number;
  outputs: Readonly<Record<string, RecordedFlow>>;
  failure?: NodeFailure;
  skipped?: SkipReason;
  /** Of a paused step. */
  waits?: StepWait[];
  device?: string;
  /** One for each of its models, where the run was profiled. */
  profiles?: StepProfile[];
  why?: RunReason;
  cached?: CachedFrom;
  mismatch?: StepResultRecord["mismatch"];
  batch?: { size: number; waitedMs: number };
  calls?: ModelCallTime[];
  /** Its executions in this run before the newest one, in order, at most `MAX_TRIES_KEPT`. */
  tries?: StepTry[];
  /** The step did not run in this run: its values were taken over. */
  from?: ValueSource;
  log: string[];
  /** Its state follows from the steps of the workflow that it runs. */
  isFolded?: true;
};

export const MAX_TRIES_KEPT = 20;

/** "failed": its own retry, or one of the run, came after it. "lost": its engine or worker was. Times in milliseconds since the epoch. */
export type StepTry = {
  startedAt: number;
  endedAt: number;
  how: "failed" | "lost" | "cancelled";
  failure?: NodeFailure;
};

/** One attempt at a run; a run that waited, lost its worker or was retried has several. */
export const MAX_ATTEMPTS_KEPT = 50;
export type RunAttempt = { attempt: number; at: number; worker: string; environment?: RunEnvironment };

export type RunState = {
  status: RunStatus;
  isCancelling: boolean;
  attempt: number;
  /** Those that began, in order, at most the newest `MAX_ATTEMPTS_KEPT`. */
  attempts?: RunAttempt[];
  /** Of its first attempt; after a retry, of the first one since. */
  startedAt?: number;
  finishedAt?: number;
  /** When it was retried last, and how often. */
  retriedAt?: number;
  retries?: number;
  failure?: NodeFailure;
  innerSteps?: Record<string, number>;
  nodes: Record<string, NodeRunState>;
};

export type { Kind };
