import "#server-only";
import { sql } from "drizzle-orm";
import { hasRules, type KeepingRules } from "../../graph/keeping-rules.ts";
import { isUnneeded, ownersBesides } from "../artifacts/artifact-references.ts";
import type { ServiceContext } from "../service-context.ts";
import { isDue, isRemovedBy, planRemoval } from "./plan-removal.ts";

export type RemovalPreview = {
  runs: number;
  /** Of their records, and of the artifacts that nothing else needs. */
  bytes: number;
  /** When the newest of them ended; null where none would go. */
  endedUpTo: Date | null;
  /** Runs that would go as well, were they not starred. */
  starred: number;
};

/** What the rules would remove now. */
export async function previewRemoval(
  { tenant }: Pick<ServiceContext, "tenant">,
  rules: KeepingRules,
): Promise<RemovalPreview> {
  const { workspaceId } = tenant;
  if (!hasRules(rules)) return { runs: 0, bytes: 0, endedUpTo: null, starred: 0 };
  return tenant.run(async (tx) => {
    const plan = await planRemoval(tx, { workspaceId, rules });
    const { rows } = await tx.execute<{ runs: number; bytes: string; ended: string | null; starred: number }>(sql`
      with gone as materialized (
        select r.id, r.finished_at from runs r where r.workspace_id = ${workspaceId} and ${isRemovedBy(plan, "r")}
      ), held as (
        select distinct ra.hash from gone join run_artifacts ra on ra.workspace_id = ${workspaceId} and ra.run_id = gone.id
      )
      select (select count(*)::int from gone) as runs,
        (select max(finished_at) from gone) as ended,
        (select coalesce(sum(s.record_bytes), 0) from gone join run_sizes s on s.run_id = gone.id)
          + (select coalesce(sum(a.size_bytes), 0) from held join artifacts a on a.workspace_id = ${workspaceId} and a.hash = held.hash
             where ${sql.raw(isUnneeded("a", ownersBesides("runs")))}
               and not exists (select from run_artifacts ra where ra.workspace_id = a.workspace_id and ra.hash = a.hash
                 and ra.run_id not in (select id from gone))) as bytes,
        (select count(*)::int from runs r where r.workspace_id = ${workspaceId} and r.is_starred and r.finished_at is not null
          and ${isDue(plan, "r")}) as starred`);
    const { runs, bytes, ended, starred } = rows[0]!;
    return { runs, bytes: Number(bytes), endedUpTo: ended === null ? null : new Date(ended), starred };
  });
}
