import "#server-only";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { runs } from "../db/schema/runs.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** Of the requests of the last 24 hours; times are from the request to the end, of those that succeeded. */
export type Traffic = { requests: number; failed: number; medianMs: number | null; p95Ms: number | null };

export const noTraffic: Traffic = { requests: 0, failed: 0, medianMs: null, p95Ms: null };

/** By deployment; those without requests are left out. */
export async function readTraffic(
  tx: TenantTransaction,
  { workspaceId }: { workspaceId: string },
): Promise<Map<string, Traffic>> {
  const tookMs = sql`extract(epoch from ${runs.finishedAt} - ${runs.createdAt}) * 1000`;
  const percentile = (fraction: number) =>
    sql<number | null>`(percentile_cont(${fraction}::float8) within group (order by ${tookMs})
      filter (where ${runs.status} = 'succeeded'))::float8`;
  const rows = await tx
    .select({
      deploymentId: runs.deploymentId,
      requests: sql<number>`count(*)::int`,
      failed: sql<number>`(count(*) filter (where ${runs.status} = 'failed'))::int`,
      medianMs: percentile(0.5),
      p95Ms: percentile(0.95),
    })
    .from(runs)
    .where(
      and(
        eq(runs.workspaceId, workspaceId),
        isNotNull(runs.deploymentId),
        sql`${runs.createdAt} > now() - interval '24 hours'`,
      ),
    )
    .groupBy(runs.deploymentId);
  return new Map(rows.map(({ deploymentId, ...traffic }) => [deploymentId!, traffic]));
}
