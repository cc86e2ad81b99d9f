import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { and, desc, eq, inArray, isNull, lte, notInArray, sql } from "drizzle-orm";
import { hasRules, type KeepingRules, noRules } from "../../graph/keeping-rules.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { removeUnneeded } from "../artifacts/remove-unneeded.ts";
import type { Database } from "../db/client.ts";
import { runKeeping, runSizes, runSweeps } from "../db/schema/keeping.ts";
import { runArtifacts, runs } from "../db/schema/runs.ts";
import { type TenantTransaction, withTenant } from "../db/tenant.ts";
import { removeUnheld, UNHELD_GRACE_MS } from "../runs/remove-orphaned-artifacts.ts";
import { measureForgotten } from "./measure-runs.ts";
import { isRemovedBy, planRemoval, type RemovalPlan } from "./plan-removal.ts";
import { withAdvisoryLock } from "./with-advisory-lock.ts";

/** A transaction takes so many runs, or fewer with so many events in all: some tenths of a second. */
const BATCH_RUNS = 200;
const BATCH_EVENTS = 20_000;
/** Others have the database between two batches. */
const PAUSE_MS = 100;
const SWEEP_EVERY_MS = 60 * 60_000;
const SWEEPS_KEPT = 50;

type Host = {
  database: Database;
  artifacts: Pick<ArtifactStore, "remove">;
  /** Ends the sweep between two batches; the next one goes on. */
  signal: AbortSignal;
  pauseMs?: number;
  now?: Date;
};

/** The workspaces whose runs are to be looked at now. */
export async function workspacesDue(database: Database, now = new Date()): Promise<string[]> {
  const rows = await database
    .select({ workspaceId: runKeeping.workspaceId })
    .from(runKeeping)
    .where(lte(runKeeping.nextSweepAt, now))
    .orderBy(runKeeping.nextSweepAt);
  return rows.map(({ workspaceId }) => workspaceId);
}

/**
 * Removes the runs of a workspace that its rules let go, in small transactions: each is all or nothing, and each looks anew
 * whether a run may go, so one that is starred or retried meanwhile stays. One process sweeps a workspace at a time; gives
 * null where another one does.
 */
export function sweepRuns(host: Host, workspaceId: string): Promise<{ removed: number; bytes: number } | null> {
  return withAdvisoryLock(host.database, `patchbay-sweep ${workspaceId}`, () => sweep(host, workspaceId));
}

async function sweep(
  { database, artifacts, signal, pauseMs = PAUSE_MS, now = new Date() }: Host,
  workspaceId: string,
): Promise<{ removed: number; bytes: number }> {
  const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>) => withTenant(database, workspaceId, work);
  const sum = { removed: 0, bytes: 0 };
  const rules = await inTenant((tx) => readRules(tx, workspaceId));
  if (hasRules(rules)) {
    if (rules.maxBytes !== null) await measureForgotten(database, workspaceId);
    const plan = await inTenant((tx) => planRemoval(tx, { workspaceId, rules, now }));
    while (!signal.aborted) {
      const batch = await retried(() => inTenant((tx) => removeBatch(tx, { workspaceId, plan, rules })));
      if (batch.removed === 0) break;
      sum.removed += batch.removed;
      sum.bytes += batch.bytes;
      // The bytes are one for all workspaces. What cannot go yet is looked at again by the nightly upkeep.
      await removeUnheld({ database, artifacts, hashes: batch.freed, graceMs: UNHELD_GRACE_MS });
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }
  if (!signal.aborted) await inTenant((tx) => endSweep(tx, workspaceId, now));
  return sum;
}

export async function readRules(tx: TenantTransaction, workspaceId: string): Promise<KeepingRules> {
  const [row] = await tx
    .select({ maxAgeDays: runKeeping.maxAgeDays, maxRuns: runKeeping.maxRuns, maxBytes: runKeeping.maxBytes })
    .from(runKeeping)
    .where(eq(runKeeping.workspaceId, workspaceId));
  return row ?? noRules;
}

type Batch = { removed: number; bytes: number; freed: string[] };

async function removeBatch(
  tx: TenantTransaction,
  { workspaceId, plan, rules }: { workspaceId: string; plan: RemovalPlan; rules: KeepingRules },
): Promise<Batch> {
  const isOurs = eq(runs.workspaceId, workspaceId);
  const isDue = isRemovedBy(plan, "runs");
  const oldest = await tx
    .select({ id: runs.id, events: runs.lastSeq })
    .from(runs)
    .where(and(isOurs, isDue))
    .orderBy(runs.number)
    .limit(BATCH_RUNS);
  let events = 0;
  const chosen = oldest.filter((run, index) => (events += run.events) <= BATCH_EVENTS || index === 0);
  const ids = chosen.map(({ id }) => id);
  if (ids.length === 0) return { removed: 0, bytes: 0, freed: [] };
  // Those that somebody changes at this moment are left for the next batch.
  const locked = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(isOurs, isDue, inArray(runs.id, ids)))
    .for("update", { skipLocked: true });
  const gone = locked.map(({ id }) => id);
  if (gone.length === 0) return { removed: 0, bytes: 0, freed: [] };
  const [records] = await tx
    .select({ bytes: sql<string>`coalesce(sum(${runSizes.recordBytes}), 0)` })
    .from(runSizes)
    .where(and(eq(runSizes.workspaceId, workspaceId), inArray(runSizes.runId, gone)));
  const held = await tx
    .selectDistinct({ hash: runArtifacts.hash })
    .from(runArtifacts)
    .where(and(eq(runArtifacts.workspaceId, workspaceId), inArray(runArtifacts.runId, gone)));
  await tx.delete(runs).where(and(isOurs, inArray(runs.id, gone)));
  const freed = await removeUnneeded(tx, { workspaceId, hashes: held.map(({ hash }) => hash) });
  const bytes = Number(records!.bytes) + freed.reduce((all, { sizeBytes }) => all + sizeBytes, 0);
  await logBatch(tx, { workspaceId, rules, removed: gone.length, bytes });
  return { removed: gone.length, bytes, freed: freed.map(({ hash }) => hash) };
}

/** In the transaction that removed them, so that the log is true whenever a sweep is cut off. */
async function logBatch(
  tx: TenantTransaction,
  { workspaceId, rules, removed, bytes }: { workspaceId: string; rules: KeepingRules; removed: number; bytes: number },
) {
  const [open] = await tx
    .update(runSweeps)
    .set({
      removedRuns: sql`${runSweeps.removedRuns} + ${removed}`,
      freedBytes: sql`${runSweeps.freedBytes} + ${bytes}`,
    })
    .where(and(eq(runSweeps.workspaceId, workspaceId), isNull(runSweeps.endedAt)))
    .returning({ id: runSweeps.id });
  if (!open) await tx.insert(runSweeps).values({ workspaceId, rules, removedRuns: removed, freedBytes: bytes });
}

async function endSweep(tx: TenantTransaction, workspaceId: string, now: Date) {
  const isOurs = eq(runSweeps.workspaceId, workspaceId);
  await tx
    .update(runSweeps)
    .set({ endedAt: sql`now()` })
    .where(and(isOurs, isNull(runSweeps.endedAt)));
  const newest = tx
    .select({ id: runSweeps.id })
    .from(runSweeps)
    .where(isOurs)
    .orderBy(desc(runSweeps.startedAt))
    .limit(SWEEPS_KEPT);
  await tx.delete(runSweeps).where(and(isOurs, notInArray(runSweeps.id, newest)));
  // Rules that were set while this went on are due at once and stay so.
  await tx
    .update(runKeeping)
    .set({
      sweptAt: now,
      nextSweepAt: sql`case when num_nonnulls(max_age_days, max_runs, max_bytes) > 0 then
        case when changed_at > ${now.toISOString()}::timestamptz then next_sweep_at
          else ${new Date(now.getTime() + SWEEP_EVERY_MS).toISOString()}::timestamptz end end`,
    })
    .where(eq(runKeeping.workspaceId, workspaceId));
}

/** A run that begins to use an artifact at the very moment at which it is removed wins; the batch is then looked at anew. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === MAX_TRIES || !isLostRace(error)) throw error;
    }
  }
}
const MAX_TRIES = 5;

function isLostRace(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (code === FOREIGN_KEY_VIOLATION || code === DEADLOCK) return true;
  return cause instanceof Error && isLostRace(cause);
}
const FOREIGN_KEY_VIOLATION = "23503";
const DEADLOCK = "40P01";
