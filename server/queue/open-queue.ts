import "#server-only";
import { createHash, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type pg from "pg";
import { fromDrizzle, PgBoss, type Db } from "pg-boss";
import type { Database } from "../db/client.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { channels } from "./channels.ts";
import { QUEUE_SCHEMA, type QueueName } from "./install-queue.ts";
import { createBell } from "./ring-bell.ts";

/** A job in hand. `delivery` fences: once the job was given to somebody else, calls with the old number change nothing. */
export type QueueClaim<Data = unknown> = { jobId: string; delivery: number; data: Data };
export type RunJob = { runId: string };
/** Labels that a worker must have to take the run, e.g. "cuda"; none for most. */
export type Needs = readonly string[];
export type TaskJob = { task: string };
type DataOf = { runs: RunJob; tasks: TaskJob };

/** The transaction that a call takes part in: a service's or one on a connection of one's own. */
export type QueueTransaction = TenantTransaction | pg.ClientBase;

/**
 * All that Patchbay knows of its queue: six calls, so that pg-boss can be replaced.
 * Not used of pg-boss, because they do not hold what they promise: `groupConcurrency` and `flow`.
 */
export type Queue = {
  /** The job becomes visible when the transaction commits, or at `startAfter`; ring the bell after the commit. */
  enqueue: (
    tx: QueueTransaction,
    job: RunJob & { priority: number; needs?: Needs; startAfter?: Date | undefined },
  ) => Promise<string>;
  /** The same for many, in one statement. Gives their ids in order. */
  enqueueAll: (
    tx: QueueTransaction,
    jobs: readonly (RunJob & { priority: number; needs?: Needs })[],
  ) => Promise<string[]>;
  /** Up to `limit` jobs, highest priority first, oldest first within it. Each is given to one claimer. */
  claim: <Q extends QueueName>(
    queue: Q,
    limit: number,
    tx?: QueueTransaction,
    only?: {
      minPriority?: number;
      /** Jobs with just these needs are left to others. */ exceptNeeds?: readonly Needs[];
    },
  ) => Promise<QueueClaim<DataOf[Q]>[]>;
  /** Says that these are still being worked on. Gives those that are no longer ours. */
  beat: (queue: QueueName, claims: readonly QueueClaim[]) => Promise<QueueClaim[]>;
  /** "done" takes the jobs out of the queue, "again" puts them back for anyone at once. Claims lost meanwhile are left alone. */
  finish: (
    queue: QueueName,
    claims: readonly QueueClaim[],
    how: "done" | "again",
    tx?: QueueTransaction,
  ) => Promise<void>;
  /** Takes a job out that nobody has claimed yet, or that its claimer is to find gone at its next beat. */
  cancel: (jobId: string, tx?: QueueTransaction) => Promise<void>;
  /** Puts the task into the queue by a cron expression (UTC); once for what was missed while nothing ran. */
  schedule: (task: string, cron: string) => Promise<void>;
  /** Wakes the workers of a queue; urgently, also those without a free slot. Call it after the commit. */
  ring: (queue: QueueName, how?: "urgently") => void;
  close: () => Promise<void>;
};

export type QueueOptions = {
  /** Takes part in upkeep: gives back jobs whose claimer fell silent, deletes old ones, fires schedules. Workers do. */
  upkeep?: boolean;
  /** How often silence is looked for; a job counts as given up 10 s after its last beat. */
  upkeepEveryS?: number;
};

/** Opens the queue on the pool of `database`. The tables are there: `installQueue` ran with the migrations. */
export async function openQueue(database: Database, options: QueueOptions = {}): Promise<Queue> {
  const { upkeep = false, upkeepEveryS = 10 } = options;
  const bell = createBell(database);
  const boss = new PgBoss({
    schema: QUEUE_SCHEMA,
    db: { executeSql: (text, values) => database.$client.query(text, values) },
    migrate: false,
    supervise: upkeep,
    schedule: upkeep,
    superviseIntervalSeconds: upkeepEveryS,
    monitorIntervalSeconds: upkeepEveryS,
    maintenanceIntervalSeconds: 3_600,
    cronMonitorIntervalSeconds: 30,
    cronWorkerIntervalSeconds: 30,
    flowIntervalSeconds: 3_600,
  });
  boss.on("error", (error) => console.warn(`The queue's upkeep failed and is tried again: ${error.message}`));
  boss.on("warning", ({ message }) => console.warn(message));
  await boss.start();

  const inside = (tx: QueueTransaction | undefined) => (tx ? { db: asDatabase(tx) } : {});
  const prepared = (tx: QueueTransaction | undefined) => (tx ? { db: asDatabase(tx, { isPrepared: true }) } : {});
  const attempts = (claims: readonly QueueClaim[]) =>
    claims.map(({ jobId, delivery }) => ({ id: jobId, retryCount: delivery }));

  return {
    async enqueue(tx, { runId, priority, needs = [], startAfter }) {
      const group = needs.length > 0 && { group: { id: groupOf(needs) } };
      const options = { priority, ...group, ...(startAfter && { startAfter }), ...inside(tx) };
      const jobId = await boss.send("runs", { runId } satisfies RunJob, options);
      if (!jobId) throw new Error(`The queue did not take run ${runId}.`);
      return jobId;
    },
    async enqueueAll(tx, jobs) {
      const placed = jobs.map(({ runId, priority, needs = [] }) => ({
        id: randomUUID(),
        data: { runId } satisfies RunJob,
        priority,
        ...(needs.length > 0 && { group: { id: groupOf(needs) } }),
      }));
      if (placed.length > 0) await boss.insert("runs", placed, prepared(tx));
      return placed.map(({ id }) => id);
    },
    async claim(queue, limit, tx, { minPriority, exceptNeeds = [] } = {}) {
      const jobs = await boss.fetch<never>(queue, {
        batchSize: limit,
        ...(minPriority !== undefined && { minPriority }),
        ...(exceptNeeds.length > 0 && { ignoreGroups: exceptNeeds.map(groupOf) }),
        ...inside(tx),
      });
      return jobs.map(({ id, retryCount, data }) => ({ jobId: id, delivery: retryCount, data }));
    },
    async beat(queue, claims) {
      if (claims.length === 0) return [];
      // Its answer names what it refreshed, though its type does not say so. Without the names nothing counts as lost.
      const { settled } = (await boss.touch(queue, attempts(claims))) as { settled?: string[] };
      return settled ? claims.filter(({ jobId }) => !settled.includes(jobId)) : [];
    },
    async finish(queue, claims, how, tx) {
      if (claims.length === 0) return;
      if (how === "done") await boss.complete(queue, attempts(claims), null, prepared(tx));
      else await boss.fail(queue, attempts(claims), null, inside(tx));
    },
    async cancel(jobId, tx) {
      await boss.cancel("runs", jobId, inside(tx));
    },
    async schedule(task, cron) {
      await boss.schedule("tasks", cron, { task } satisfies TaskJob, { key: task, missed: "once" });
    },
    ring: (queue, how) => bell.ring(channels.queue, how ? `${queue} ${how}` : queue),
    async close() {
      await bell.settled();
      await boss.stop({ graceful: false });
    },
  };
}

/** Statements of our own in a transaction of either kind, by a name under which a connection prepares each once. */
export function queryIn(tx: QueueTransaction) {
  return {
    query: async <Row>(name: string, text: string, values: unknown[]): Promise<Row[]> => {
      if ("execute" in tx) return (await asDatabase(tx).executeSql(text, values)).rows;
      return (await tx.query({ name, text, values })).rows as Row[];
    },
  };
}

function groupOf(needs: Needs): string {
  return needs.toSorted().join(" ");
}

/** Planning pg-boss's statements takes longer than most of them take. Prepared are those whose text is always the same. */
function asDatabase(tx: QueueTransaction, { isPrepared = false } = {}): Db {
  if ("execute" in tx) return fromDrizzle(tx, sql);
  return {
    executeSql: (text, values) => tx.query(isPrepared ? { name: nameOf(text), text, values } : { text, values }),
  };
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `queue-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  names.set(text, name);
  return name;
}
