import "#server-only";
import { type SQL, sql } from "drizzle-orm";
import type { KeepingRules } from "../../graph/keeping-rules.ts";
import { isReferencedBy, ownersBesides } from "../artifacts/artifact-references.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** A run that has just ended is looked at: no rule removes it within this time. */
export const PROTECTED_MS = 60 * 60_000;

const DAY_MS = 24 * 60 * 60_000;

/** What rules come to at a moment: which of the runs that may go do, by when they ended and by their number. */
export type RemovalPlan = { endedBefore: Date | null; upToNumber: number; protectedSince: Date };

/**
 * SQL: it has ended, nobody starred it, its batch has no more to start, and no link to it works. `run` is how the query calls
 * the row of `runs`.
 */
const mayGo = (run: string) => `(${run}.finished_at is not null and not ${run}.is_starred
  and not exists (select from batches where batches.id = ${run}.batch_id and batches.has_work)
  and not exists (select from run_shares where run_shares.workspace_id = ${run}.workspace_id and run_shares.run_id = ${run}.id
    and run_shares.revoked_at is null and (run_shares.expires_at is null or run_shares.expires_at > now())))`;

/** SQL for the runs of a plan; those that may not go or have just ended are never among them. */
export function isRemovedBy({ endedBefore, upToNumber, protectedSince }: RemovalPlan, run: string): SQL {
  return sql`(${sql.raw(mayGo(run))} and ${isDue({ endedBefore, upToNumber, protectedSince }, run)})`;
}

/** The same, but for whether they are starred. */
export function isDue({ endedBefore, upToNumber, protectedSince }: RemovalPlan, run: string): SQL {
  const r = sql.raw(run);
  return sql`(${r}.finished_at < ${protectedSince.toISOString()}::timestamptz
    and (${r}.finished_at < ${endedBefore?.toISOString() ?? "-infinity"}::timestamptz or ${r}.number <= ${upToNumber}))`;
}

/**
 * Finds out what the rules ask for. Only runs that may go count: a hundred starred ones do not push out the hundred of a
 * rule. By bytes each artifact counts for the newest run that points to it, because it is freed with that one, and for none
 * where a starred run, a live one, a model, a workflow or a test needs it.
 */
export async function planRemoval(
  tx: TenantTransaction,
  { workspaceId, rules, now = new Date() }: { workspaceId: string; rules: KeepingRules; now?: Date },
): Promise<RemovalPlan> {
  const { maxAgeDays, maxRuns, maxBytes } = rules;
  const plan: RemovalPlan = {
    endedBefore: maxAgeDays === null ? null : new Date(now.getTime() - maxAgeDays * DAY_MS),
    upToNumber: 0,
    protectedSince: new Date(now.getTime() - PROTECTED_MS),
  };
  const isYoung = sql`r.finished_at >= ${plan.endedBefore?.toISOString() ?? "-infinity"}::timestamptz`;
  if (maxRuns !== null) {
    const { rows } = await tx.execute<{ number: number }>(sql`
      select r.number from runs r where r.workspace_id = ${workspaceId} and ${sql.raw(mayGo("r"))} and ${isYoung}
      order by r.number desc offset ${maxRuns} limit 1`);
    plan.upToNumber = rows[0]?.number ?? 0;
  }
  if (maxBytes !== null) {
    const { rows } = await tx.execute<{ number: number | null }>(sql`
      with kept as materialized (
        select r.id, r.number from runs r
        where r.workspace_id = ${workspaceId} and ${sql.raw(mayGo("r"))} and ${isYoung}
      ), content as (
        select a.size_bytes, max(case when ${sql.raw(mayGo("r"))} then r.number else ${NEVER} end) as number
        from run_artifacts ra
        join artifacts a on a.workspace_id = ra.workspace_id and a.hash = ra.hash
        join runs r on r.workspace_id = ra.workspace_id and r.id = ra.run_id
        where ra.workspace_id = ${workspaceId} and (not ${sql.raw(mayGo("r"))} or ${isYoung})
          and a.is_made and not ${sql.raw(isReferencedBy("a", ownersBesides("runs", "cache")))}
        group by a.hash, a.size_bytes
      ), sized as (
        select kept.number, coalesce(s.record_bytes, 0) as bytes from kept left join run_sizes s on s.run_id = kept.id
        union all
        select number, size_bytes from content where number <> ${NEVER}
      )
      select max(number) as number from (
        select number, sum(sum(bytes)) over (order by number desc) as total from sized group by number
      ) as summed where total > ${maxBytes}`);
    plan.upToNumber = Math.max(plan.upToNumber, rows[0]?.number ?? 0);
  }
  return plan;
}

/** Above every number of a run. */
const NEVER = 2_147_483_647;
