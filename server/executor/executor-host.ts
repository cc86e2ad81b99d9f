import type { JsonValue } from "#graph/json";
import type { AnyNodeRunner, HttpAnswer, HttpRequest, ModelStore, NodeContext } from "#graph/node-runner";
import type { PlanStep } from "#graph/plan";
import type { RecordedFlow } from "#graph/recorded-values";
import type {
  NodeFailure,
  RunEvent,
  RunOutcome,
  RunReason,
  StepFailureRecord,
  StepResultRecord,
} from "#graph/run-events";
import type { Flow } from "#graph/values";
import type { KnownWaits } from "#graph/waits";

/** All that an execution needs from where it runs. Engine, command line and tests differ only in what they put here. */
export type ExecutorHost = {
  /** By node type. */
  runners: Readonly<Record<string, AnyNodeRunner>>;
  services: Pick<NodeContext, "models" | "images" | "tables" | "sandbox" | "files">;
  /** Requests to the outside. */
  sendHttp: (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;
  /** The models of one node, where each is to have its own. Left out: those of `services`. */
  modelsFor?: (nodeId: string) => Pick<ModelStore, "open">;
  /** What the caller gave for the workflow's input of this name. */
  runInput: (name: string) => JsonValue | undefined;
  /** Called in order and not awaited: a slow sink buffers, it does not hold a node back. */
  emit: (event: RunEvent) => void;
  /** Gives the record at once for small plain values: a promise costs more than a trivial node. */
  record: (flow: Flow) => RecordedFlow | Promise<RecordedFlow>;
  restore: (record: RecordedFlow) => Promise<Flow>;
  /** Without one every step runs, and none says why. */
  cache?: StepCache;
  /** Finished steps of earlier attempts, by node. They do not run again. */
  finishedSteps: Readonly<Record<string, StepResultRecord>>;
  /** Steps that failed before the run was parked, by node. They do not run again either. */
  failedSteps?: Readonly<Record<string, StepFailureRecord>>;
  /** What steps waited for when the run was parked, and the answers that came. */
  waits?: KnownWaits;
  /** Resolves when the events emitted so far are durable. Awaited after long steps, before their successors start. */
  flush?: () => Promise<void>;
  /** Of the run, counted from 1. */
  attempt: number;
  worker: string;
  /** Ends the run as cancelled; as failed when its reason is a `NodeError` or that of `AbortSignal.timeout`. */
  signal: AbortSignal;
  /** When `signal` aborts because the run's time is over, by the clock of `now`; left out without a limit. */
  deadline?: number | undefined;
  /** How many asynchronous node calls may be under way at once. */
  maxConcurrency: number;
  /** Calls back when this run may hold the thread again, for a turn. Left out: at the next round of the event loop. */
  nextTurn?: (goOn: () => void) => void;
  /** Milliseconds since the epoch, with fractions. */
  now?: () => number;
  /** Told what a runner threw that was no `NodeError`: people see a neutral sentence, the log should have the cause. */
  onCrash?: (crash: { nodeId: string; type: string; error: unknown }) => void;
};

/** Results of earlier executions that steps may take instead of running. One for each execution; nothing of it throws. */
export type StepCache = {
  /** Asked once for each step whose inputs are there. At once for steps that are cheap to run. */
  lookUp: (step: PlanStep) => CacheAnswer | Promise<CacheAnswer>;
  /** A step has this result, here or in an earlier attempt. Gives what is to be added to its record, if anything. */
  recorded: (step: PlanStep, result: StepResultRecord, recordMs: number) => Pick<StepResultRecord, "mismatch"> | null;
  /** A step did not run, because of what reached it. */
  skipped: (step: PlanStep) => void;
  /** A step ended without a result that could be kept. */
  failed: (step: PlanStep) => void;
  /** The result that was taken for this step cannot be read back. It runs after all, and nobody gets that result again. */
  lost: (step: PlanStep) => Promise<RunReason>;
};

export type CacheAnswer = { kind: "hit"; result: StepResultRecord } | { kind: "run"; why: RunReason };

export type RunResult =
  | { outcome: RunOutcome; failure?: NodeFailure }
  /** Nothing but waiting is left. What failed so far is to be given to the attempt that goes on. */
  | { outcome: "waiting"; failure?: undefined; failedSteps: Record<string, StepFailureRecord> };
