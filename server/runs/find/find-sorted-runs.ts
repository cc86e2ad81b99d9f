import "#server-only";
import { sql } from "drizzle-orm";
import { isBySize, isDescending, type RunPlace, type RunSort } from "../../../graph/run-sort.ts";
import { runSizes } from "../../db/schema/keeping.ts";
import { runs } from "../../db/schema/runs.ts";
import type { TenantTransaction } from "../../db/tenant.ts";
import { findBounds } from "./find-bounds.ts";
import { type Asked, compileQuery, FEW, measure } from "./find-runs.ts";
import { topOf } from "./run-sources.ts";

/** How many entries of the order's index a page looks at, with their rows at some 6 µs. */
const ENTRIES_LOOKED_AT = 1_000;

export type SortedRuns = {
  /** In order. */
  numbers: number[];
  /** Behind which place the next page begins; null when there is nothing more. */
  nextCursor: RunPlace | null;
};

/**
 * The runs of a query by duration or size, from behind `cursor` on. Where a clause has few, all that it has are sorted; else
 * the index of the order is followed for a bounded number of runs, so a page may hold fewer than were asked for, or none,
 * and still have a next one. Runs without a duration, or not measured yet, are left out.
 */
export async function findSortedRuns(
  tx: TenantTransaction,
  asked: Asked,
  { sort, cursor, limit, lookedAt }: { sort: RunSort; cursor?: RunPlace | undefined; limit: number; lookedAt?: number },
): Promise<SortedRuns> {
  const { workspaceId, query } = asked;
  const { context, clauses, filter } = await compileQuery(tx, asked);
  const sources = clauses.flatMap((clause) => clause.sources);
  const bounds = await findBounds(tx, query, context);
  const isEmpty = bounds.least >= bounds.below || sources.some(({ selects }) => selects.length === 0);
  if (isEmpty) return { numbers: [], nextCursor: null };

  const table = isBySize(sort) ? runSizes : runs;
  const value = isBySize(sort) ? sql`${runSizes.sizeBytes}` : sql`${runs.durationMs}`;
  const order = isDescending(sort) ? sql.raw("desc") : sql.raw("asc");
  const isBehind =
    cursor === undefined
      ? sql`true`
      : sql`(${value}, ${table.number}) ${sql.raw(isDescending(sort) ? "<" : ">")} (${cursor.value}::bigint, ${cursor.number}::int)`;
  const inBounds = sql`${table.number} >= ${bounds.least} and ${table.number} < ${bounds.below}`;
  const ofWorkspace = sql`${table.workspaceId} = ${workspaceId} and ${value} is not null and ${isBehind} and ${inBounds}`;

  const measured = await measure(tx, sources, bounds);
  const few = measured.filter(({ count }) => count <= FEW).toSorted((one, other) => one.count - other.count)[0];
  const depth = lookedAt ?? ENTRIES_LOOKED_AT;
  // Sizes lie by run and by size, so one finds that of a number over its run.
  const its = isBySize(sort) ? sql`join ${runSizes} on ${runSizes.runId} = ${runs.id}` : sql``;
  const top = few
    ? sql`select distinct ${table.number} as number, ${value} as value from ${topOf(few.source, bounds, FEW + 1)} as few
        join ${runs} on ${runs.workspaceId} = ${workspaceId} and ${runs.number} = few.number ${its} where ${ofWorkspace}`
    : sql`select ${table.number} as number, ${value} as value from ${table} where ${ofWorkspace}
        order by ${value} ${order}, ${table.number} ${order} limit ${sql.raw(String(depth))}`;
  const { rows } = await tx.execute<{ number: number; value: string }>(sql`
    select top.number, top.value from (${top}) as top
    join ${runs} on ${runs.workspaceId} = ${workspaceId} and ${runs.number} = top.number
    where ${filter} order by top.value ${order}, top.number ${order} limit ${sql.raw(String(limit + 1))}`);
  const found = rows.slice(0, limit).map((row) => ({ number: row.number, value: Number(row.value) }));
  const numbers = found.map(({ number }) => number);
  if (rows.length > limit) return { numbers, nextCursor: found.at(-1)! };
  if (few) return { numbers, nextCursor: null };
  const { rows: ends } = await tx.execute<{ number: number; value: string }>(sql`
    select number, value from (${top}) as top
    order by value ${order}, number ${order} offset ${sql.raw(String(depth - 1))} limit 1`);
  const [end] = ends;
  return { numbers, nextCursor: end ? { number: end.number, value: Number(end.value) } : null };
}
