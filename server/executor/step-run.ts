import type { AnyNodeRunner, NodeContext } from "#graph/node-runner";
import type { Plan } from "#graph/plan";
import type { NodeFailure, RunReason, StepResultRecord, StepFailureRecord } from "#graph/run-events";
import type { ExecutorHost, RunResult } from "./executor-host.ts";
import type { InnerTally } from "./inner-tally.ts";
import type { LiftedItems } from "./lift-flows.ts";
import type { StepLayout } from "./plan-layout.ts";
import type { BodyWaits, ItemWaits } from "./item-waits.ts";
import type { ItemFlows } from "./take-inputs.ts";
import type { ItemOutputs } from "./take-outputs.ts";

export type StepSuccess = {
  kind: "succeeded";
  /** One per output of the step. */
  flows: ItemOutputs;
  durationMs: number;
  items?: number | undefined;
  droppedItems?: number | undefined;
  caught?: NodeFailure | undefined;
  device?: string | undefined;
  batch?: StepResultRecord["batch"] | undefined;
  calls?: StepResultRecord["calls"] | undefined;
  models?: StepResultRecord["models"] | undefined;
};
/** Some of its items need an answer before the step can go on. */
export type StepPause = {
  kind: "waiting";
  waits: { item: number[]; wait: ItemWaits }[];
  items?: number | undefined;
  failedSteps: Record<string, StepFailureRecord>;
};
export type StepOutcome =
  StepSuccess | StepPause | { kind: "failed"; failure: NodeFailure; durationMs: number } | { kind: "cancelled" };

/** What the steps of one run share. */
export type RunScope = {
  host: ExecutorHost;
  /** Milliseconds since the epoch, with fractions. */
  clock: () => number;
  emit: ExecutorHost["emit"];
  /** Told once how each step ended. */
  take: (step: StepLayout, outcome: StepOutcome) => void;
  /** For steps that run a workflow as a whole. */
  executePlan: (plan: Plan, host: ExecutorHost) => Promise<RunResult>;
  signal: AbortSignal;
  isStopping: boolean;
  /** Asynchronous calls under way, of at most `host.maxConcurrency`. */
  runningCalls: number;
  /** Steps that have begun and go on when a call may start: after the wait of a retry, after letting events in. */
  resumable: (() => void)[];
  /** Steps that wait for something. Told when the run is stopped. */
  waitingSteps: Set<StepRun>;
  /** Starts what can start. To be called last in whatever the event loop calls. */
  wake: () => void;
  /** Whether this turn of the event loop has gone on so long that cancelling would not get through. */
  isTurnOver: () => boolean;
  endTurn: () => void;
  /** Calls back in the next turn of this run. */
  nextTurn: (goOn: () => void) => void;
};

/** One step on its way. A step without lists has one item, number 0. */
export type StepRun = {
  scope: RunScope;
  layout: StepLayout;
  flows: ItemFlows;
  lifted: LiftedItems | null;
  runner: AnyNodeRunner;
  why: RunReason | undefined;
  /** Of this attempt; made when the runner asks for it. */
  context: NodeContext | null;
  attempt: number;
  /** When all that it reads from had ended. */
  readyAt: number;
  startedAt: number;
  /** The items that this attempt calls the runner for; null for all. */
  pending: number[] | null;
  position: number;
  activeCalls: number;
  results: (ItemOutputs | undefined)[];
  failures: Map<number, NodeFailure> | null;
  /** Items that wait for an answer. */
  waits: Map<number, ItemWaits | BodyWaits> | null;
  finishedItems: number;
  /** Changes when an attempt ends, so that what is still under way for it is no longer listened to. */
  generation: number;
  timer: NodeJS.Timeout | null;
  controller: AbortController | null;
  isResuming: boolean;
  /** A runner that goes on after its time limit is heard no more. */
  isOver: boolean;
  progressAt: number;
  logLines: number;
  device: string | undefined;
  batch: StepResultRecord["batch"];
  calls: StepResultRecord["calls"];
  models: StepResultRecord["models"];
  /** What the steps of a workflow did that the step runs more than once; made when it does. */
  inner: InnerTally | null;
};
