import "#server-only";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { NodeFailure, RunEvent, RunOutcome, StepResultRecord } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import type { Database } from "../db/client.ts";
import { channels } from "../queue/channels.ts";
import type { Bell } from "../queue/ring-bell.ts";
import { createFactGatherer, type FactGatherer } from "../runs/facts/gather-facts.ts";
import { isTransient } from "./is-transient.ts";
import { createStepCounter, type StepCounter } from "./step-counter.ts";
import { writeRunBatch, type BatchResult, type RunBatch } from "./write-run-batch.ts";

/** Events that come within this time share a commit. Measured: a commit costs about as much as recording 20 steps. */
const GATHER_MS = 10;
const MAX_EVENTS_PER_WRITE = 2_000;
const LONGEST_RETRY_MS = 1_000;

/** Where a claimed run stands in the database. */
export type RecordedRun = {
  runId: string;
  workspaceId: string;
  attempt: number;
  lastSeq: number;
  stepCount: number;
  /** What it runs, and what earlier attempts left of it: for what queries find it by. */
  graph?: Graph;
  finishedSteps?: Readonly<Record<string, StepResultRecord>>;
};

export type RunRecorder = {
  /** In order, not waited for. After the end, a fence or `stop` events are dropped. */
  add: (events: readonly RunEvent[]) => void;
  /** Resolves once all that was added is durable. Rejects when the run belongs to somebody else, or cannot be recorded. */
  flush: () => Promise<void>;
  /** Records the end and resolves when it is durable. */
  end: (at: number, outcome: RunOutcome, failure?: NodeFailure) => Promise<void>;
  /** Takes no more events and resolves when those added are durable, or were refused. */
  stop: () => Promise<void>;
};

export type RunEventLog = {
  open: (
    run: RecordedRun,
    on: { fenced: () => void; cancelRequested: () => void; broken: (error: Error) => void },
  ) => RunRecorder;
  close: () => Promise<void>;
};

export type RunEventLogOptions = {
  database: Database;
  bell: Bell;
  at?: (point: "record" | "recorded" | "ended") => void;
};

type Recording = RecordedRun & {
  waiting: RunEvent[];
  end?: { outcome: RunOutcome; failure?: NodeFailure };
  counter: StepCounter;
  gatherer: FactGatherer;
  flushes: { resolve: () => void; reject: (error: Error) => void }[];
  /** The database does not take its events; only its end is still tried. */
  isBroken?: true;
  /** Nothing of it is written any more. */
  refused?: Error;
  on: Parameters<RunEventLog["open"]>[1];
};

/**
 * Gathers the events of all runs of this worker, numbers them without gaps, and writes them in batches, one statement at
 * a time. While the database is away it keeps what it has and tries again; what it wrote once it does not write twice.
 */
export function createRunEventLog({ database, bell, at = () => {} }: RunEventLogOptions): RunEventLog {
  const dirty = new Set<Recording>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | null = null;
  let isClosed = false;

  function wake(delayMs: number) {
    if (writing) return;
    if (delayMs === 0) {
      clearTimeout(timer);
      timer = undefined;
      writing = writeAll().finally(() => {
        writing = null;
        if (dirty.size > 0) wake(GATHER_MS);
      });
    } else timer ??= setTimeout(() => wake(0), delayMs);
  }

  async function writeAll() {
    // What is added in the same turn, of runs that end together, belongs to the same batch.
    await nextTurn();
    while (dirty.size > 0 && !isClosed) {
      const taken = take(dirty);
      at("record");
      await writeUntilSettled(taken);
      // Only those that somebody waits for go on at once; the rest gathers.
      if (![...dirty].some(isUrgent)) return;
    }
  }

  async function writeUntilSettled(taken: Taken[]): Promise<void> {
    for (let attempt = 0; taken.length > 0 && !isClosed; attempt++) {
      if (attempt > 0) await sleep(Math.min(20 * 2 ** attempt, LONGEST_RETRY_MS));
      try {
        const results = await writeRunBatch(
          database,
          taken.map(({ batch }) => batch),
        );
        at("recorded");
        taken = taken.filter((one, index) => !settle(one, results[index]!));
      } catch (error) {
        if (isTransient(error)) continue;
        // One run's events are refused by the database: the others must not suffer for it.
        if (taken.length > 1) for (const single of taken) await writeUntilSettled([single]);
        else for (const { recording, flushes } of taken) refuse(recording, flushes, error as Error, "broken");
        return;
      }
    }
  }

  /** Whether the batch needs no further try. */
  function settle({ recording, batch, flushes }: Taken, result: BatchResult): boolean {
    if (result.kind === "unclear") return false;
    if (result.kind === "fenced") {
      const error = new Error(`Run ${batch.runId} belongs to a newer attempt than ${batch.attempt}, or is over.`);
      refuse(recording, flushes, error, "fenced");
      return true;
    }
    recording.lastSeq = batch.beforeSeq + batch.events.length;
    bell.ring(channels.runs, `${recording.workspaceId} ${recording.runId}`);
    if (batch.end) at("ended");
    for (const { resolve } of flushes) resolve();
    if (result.isCancelRequested && !batch.end) recording.on.cancelRequested();
    return true;
  }

  function refuse(recording: Recording, flushes: Recording["flushes"], error: Error, why: "fenced" | "broken") {
    if (why === "fenced" || recording.isBroken) recording.refused = error;
    recording.isBroken = true;
    recording.waiting = [];
    dirty.delete(recording);
    for (const { reject } of [...flushes, ...recording.flushes.splice(0)]) reject(error);
    if (why === "fenced") recording.on.fenced();
    else recording.on.broken(error);
  }

  return {
    open(run, on) {
      const { graph, finishedSteps, ...place } = run;
      const recording: Recording = {
        ...place,
        waiting: [],
        counter: createStepCounter(run.stepCount),
        gatherer: createFactGatherer(graph, finishedSteps),
        flushes: [],
        on,
      };
      let isStopped = false;
      const flush = () =>
        new Promise<void>((resolve, reject) => {
          if (recording.refused) return reject(recording.refused);
          recording.flushes.push({ resolve, reject });
          dirty.add(recording);
          wake(0);
        });
      const isOver = () => isStopped || recording.refused !== undefined || recording.end !== undefined;
      return {
        flush,
        add(events) {
          if (isOver() || recording.isBroken || events.length === 0) return;
          recording.waiting.push(...events);
          dirty.add(recording);
          wake(GATHER_MS);
        },
        end(at, outcome, failure) {
          if (isStopped) return Promise.reject(new Error(`Run ${run.runId} was let go of before its end.`));
          if (!isOver()) {
            recording.waiting.push({ type: "run.finished", at, outcome, ...(failure && { failure }) });
            recording.end = { outcome, ...(failure && { failure }) };
          }
          return flush();
        },
        stop() {
          isStopped = true;
          return flush().catch(() => {});
        },
      };
    },
    async close() {
      while (dirty.size > 0 || writing) {
        wake(0);
        await writing;
      }
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

type Taken = { recording: Recording; batch: RunBatch; flushes: Recording["flushes"] };

const isUrgent = ({ flushes, end }: Recording) => flushes.length > 0 || end !== undefined;

/** Takes what waits, up to the limit of one write; a run that does not fit stays for the next. */
function take(dirty: Set<Recording>): Taken[] {
  const taken: Taken[] = [];
  let count = 0;
  for (const recording of dirty) {
    const room = MAX_EVENTS_PER_WRITE - count;
    if (room <= 0) break;
    const isWhole = recording.waiting.length <= room;
    const events = withoutStaleProgress(recording.waiting.splice(0, room));
    if (isWhole) dirty.delete(recording);
    count += events.length;
    for (const event of events) {
      recording.counter.add(event);
      recording.gatherer.add(event);
    }
    const { runId, attempt, lastSeq: beforeSeq } = recording;
    const flushes = isWhole ? recording.flushes.splice(0) : [];
    if (events.length === 0) {
      for (const { resolve } of flushes) resolve();
      continue;
    }
    const { counter, gatherer, end } = recording;
    const batch: RunBatch = {
      runId,
      attempt,
      beforeSeq,
      events,
      stepCounts: counter.counts(),
      newlyCached: gatherer.takeCached(),
    };
    if (isWhole && end) batch.end = { ...end, facts: gatherer.facts(end.failure) };
    taken.push({ recording, flushes, batch });
  }
  return taken;
}

/** Of a step's progress within one batch only the last matters. */
function withoutStaleProgress(events: RunEvent[]): RunEvent[] {
  const last = new Map<string, RunEvent>();
  for (const event of events) if (event.type === "step.progress") last.set(event.nodeId, event);
  return events.filter((event) => event.type !== "step.progress" || last.get(event.nodeId) === event);
}
