import "#server-only";
import { and, type SQL, sql } from "drizzle-orm";
import type { RunQuery } from "../../../graph/run-query/run-query.ts";
import { runs } from "../../db/schema/runs.ts";
import type { TenantTransaction } from "../../db/tenant.ts";
import { type CompileContext, compileClause } from "./compile-clause.ts";
import { findBounds } from "./find-bounds.ts";
import { resolveNames } from "./resolve-names.ts";
import { columnSource, type NumberBounds, type RunSource, rowsOf, topOf } from "./run-sources.ts";

/**
 * A clause that no more runs can match than this is looked up as a whole. Measured with a million runs on two busy cores:
 * counting so many entries of an index takes 0.2 ms, reading their rows, which lie anywhere, 6 ms.
 */
export const FEW = 1_000;
/**
 * Where every clause has many: how many entries of the rarest one's index a page looks at, with their rows at some 6 µs, or
 * where no clause has an index how many rows, which lie side by side, at some 2 µs. The next page goes on below them.
 */
const ENTRIES_LOOKED_AT = 1_000;
const ROWS_LOOKED_AT = 5_000;

export type FoundRuns = {
  /** Newest first. */
  numbers: number[];
  /** Below which number the next page begins; null when there is nothing more. */
  nextCursor: number | null;
};

export type Asked = { workspaceId: string; userId: string; query: RunQuery; timeZone?: string | undefined };

/** What the clauses of a query ask of columns of `runs`, for the names as they are now. */
export async function compileQuery(tx: TenantTransaction, asked: Asked) {
  const { workspaceId, query, timeZone = "UTC" } = asked;
  const names = await resolveNames(tx, asked);
  const context: CompileContext = { workspaceId, names, timeZone, now: new Date() };
  const clauses = query.clauses.map((clause) => compileClause(clause, context));
  return { context, clauses, filter: and(...clauses.map(({ filter }) => filter)) ?? sql`true` };
}

/**
 * The newest runs of a query below `cursor`, within a cost that does not grow with the number of runs: by the clause that
 * has few, where one has; else along the index of the rarest clause, newest first, for a bounded number of runs. So a page
 * may hold fewer than were asked for, or none, and still have a next one.
 */
export async function findRuns(
  tx: TenantTransaction,
  asked: Asked,
  { cursor, limit, lookedAt }: { cursor?: number | undefined; limit: number; lookedAt?: number },
): Promise<FoundRuns> {
  const { workspaceId, query } = asked;
  const { context, clauses, filter } = await compileQuery(tx, asked);
  const sources = clauses.flatMap((clause) => clause.sources);
  const bounds = await findBounds(tx, query, context);
  if (cursor !== undefined) bounds.below = Math.min(bounds.below, cursor);
  const isEmpty = bounds.least >= bounds.below || sources.some(({ selects }) => selects.length === 0);
  if (isEmpty) return { numbers: [], nextCursor: null };

  const measured = await measure(tx, sources, bounds);
  const rarest = measured.toSorted((one, other) => one.count - other.count)[0];
  const all = columnSource(workspaceId, [sql`true`], { isOrdered: true });
  if (rarest && rarest.count <= FEW)
    return pageOf(tx, { workspaceId, filter, bounds, limit, source: rarest.source, depth: FEW + 1 });
  // Among those with many, the one whose newest entries reach back furthest leaves out most.
  const source =
    measured.filter((one) => one.source.isOrdered).toSorted((one, other) => one.lowest - other.lowest)[0]?.source ??
    all;
  const depth = lookedAt ?? (source === all ? ROWS_LOOKED_AT : ENTRIES_LOOKED_AT);
  return pageOf(tx, { workspaceId, filter, bounds, limit, source, depth });
}

type Measured = { source: RunSource; count: number; lowest: number };

/** Of each source, how many runs it has, up to some more than few, and the lowest of them. */
export async function measure(
  tx: TenantTransaction,
  sources: readonly RunSource[],
  bounds: NumberBounds,
): Promise<Measured[]> {
  if (sources.length === 0) return [];
  const counts = sources.map(
    (source, place) =>
      sql`select ${place}::int as place, count(*)::int as count, coalesce(min(number), 0) as lowest from ${topOf(source, bounds, FEW + 1)} as top`,
  );
  const { rows } = await tx.execute<{ place: number; count: number; lowest: number }>(
    sql.join(counts, sql` union all `),
  );
  return rows.map(({ place, count, lowest }) => ({ source: sources[place]!, count, lowest }));
}

type PageRequest = {
  workspaceId: string;
  filter: SQL;
  bounds: NumberBounds;
  limit: number;
  source: RunSource;
  /** How many of the source are looked at. */
  depth: number;
};

async function pageOf(tx: TenantTransaction, request: PageRequest): Promise<FoundRuns> {
  const { workspaceId, filter, bounds, limit, source, depth } = request;
  const top = topOf(source, bounds, depth);
  // Rows of the source itself where it reads them anyway; joined to themselves they would be looked up once more each.
  const looked =
    source.condition === undefined
      ? sql`${top} as top join ${runs} on ${runs.workspaceId} = ${workspaceId} and ${runs.number} = top.number`
      : sql`(${rowsOf(workspaceId, source.condition, bounds)} limit ${sql.raw(String(depth))}) as ${runs}`;
  const { rows } = await tx.execute<{ number: number }>(
    sql`select ${source.selects.length > 1 ? sql`distinct ` : sql``}${runs.number} from ${looked} where ${filter} order by ${runs.number} desc limit ${sql.raw(String(limit + 1))}`,
  );
  const numbers = rows.slice(0, limit).map(({ number }) => number);
  if (rows.length > limit) return { numbers, nextCursor: numbers.at(-1)! };
  const { rows: ends } = await tx.execute<{ count: number; lowest: number | null }>(
    sql`select count(*)::int as count, min(number) as lowest from ${top} as top`,
  );
  const { count, lowest } = ends[0]!;
  return { numbers, nextCursor: count < depth ? null : lowest };
}
