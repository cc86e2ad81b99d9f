import "#server-only";
import { and, type SQL, sql } from "drizzle-orm";
import { type Buckets, bucketsOf } from "../../graph/run-charts/bucket-edges.ts";
import { type ChartWindow, MOST_CHARTED } from "../../graph/run-charts/chart-window.ts";
import { runs } from "../db/schema/runs.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { type Asked, compileQuery, FEW, measure } from "../runs/find/find-runs.ts";
import { topOf } from "../runs/find/run-sources.ts";

const EVERY_NUMBER = { least: 1, below: 2_147_483_647 };

export type SelectedWindow = {
  buckets: Buckets;
  /** For the `where` of what counts the runs of the window. */
  where: SQL;
  /** Runs of the window before this moment are too many to be looked at; null when all are. */
  countedFrom: number | null;
};

/** The runs of a query that were ordered in a window, whose cost is bounded however many there are. */
export async function selectWindow(
  tx: TenantTransaction,
  { window, ...asked }: Asked & { window: ChartWindow },
  { most = MOST_CHARTED } = {},
): Promise<SelectedWindow> {
  const { workspaceId, timeZone = "UTC" } = asked;
  // Compiling a question that is asked of some ten thousand rows takes longer than answering it.
  await tx.execute(sql`select set_config('jit', 'off', true)`);
  const { clauses, context, filter } = await compileQuery(tx, asked);
  const buckets = bucketsOf(window, { timeZone, now: context.now });
  const isOurs = sql`${runs.workspaceId} = ${workspaceId}`;
  const [from, to] = [buckets.edges[0]!, buckets.edges.at(-1)!];
  const inWindow = (least: number) => sql`${runs.createdAt} >= ${moment(least)} and ${runs.createdAt} < ${moment(to)}`;

  const sources = clauses.flatMap((clause) => clause.sources);
  const isNone = sources.some(({ selects }) => selects.length === 0);
  if (isNone) return { buckets, where: sql`false`, countedFrom: null };
  const measured = await measure(tx, sources, EVERY_NUMBER);
  const rare = measured.find(({ count }) => count <= FEW);
  if (rare) {
    const among = sql`${runs.number} in (select number from ${topOf(rare.source, EVERY_NUMBER, FEW + 1)} as top)`;
    return { buckets, where: and(isOurs, among, inWindow(from), filter)!, countedFrom: null };
  }
  const { rows } = await tx.execute<{ at: number }>(
    sql`select extract(epoch from ${runs.createdAt})::float8 * 1000 as at from ${runs} where ${isOurs} and ${inWindow(from)}
      order by ${runs.createdAt} desc offset ${sql.raw(String(most))} limit 1`,
  );
  // Of runs that were ordered in one millisecond all are in.
  const countedFrom = rows[0] ? Math.ceil(rows[0].at) : null;
  return { buckets, where: and(isOurs, inWindow(countedFrom ?? from), filter)!, countedFrom };
}

const moment = (ms: number) => sql`to_timestamp(${ms}::float8 / 1000)`;
