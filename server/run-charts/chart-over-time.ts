import "#server-only";
import { sql } from "drizzle-orm";
import type { ChartWindow } from "../../graph/run-charts/chart-window.ts";
import { runs } from "../db/schema/runs.ts";
import { askedOf, type RunsAsked } from "../runs/list-runs.ts";
import type { ServiceContext } from "../service-context.ts";
import { selectWindow } from "./select-window.ts";

/** What became of the runs that were ordered in a stretch of time. Halves and 95 % of durations are those of runs that ended. */
export type RunSums = {
  succeeded: number;
  failed: number;
  cancelled: number;
  /** Queued, at work, or waiting for somebody. */
  open: number;
  durationMs: { p50: number; p95: number } | null;
  waitMs: { p50: number; p95: number } | null;
  /** What taking results from the cache spared; and how many of all steps did. */
  savedMs: number;
  cachedSteps: number;
  steps: number;
};

export type RunsOverTime = {
  /** Bucket `i` is from `edges[i]` up to, not including, `edges[i + 1]`, in milliseconds since the epoch. */
  edges: number[];
  /** How long a bucket is; the first and the last may be shorter. */
  sizeMs: number;
  buckets: RunSums[];
  total: RunSums;
  countedFrom: number | null;
};

type Row = {
  /** From 1; null for all of the window. */
  bucket: number | null;
  succeeded: number;
  failed: number;
  cancelled: number;
  open: number;
  durations: number[] | null;
  waits: number[] | null;
  saved: number;
  cached: number;
  steps: number;
};

/**
 * The runs of a window that match the query, in buckets.
 *
 * @throws AppError BAD_REQUEST "bad-query"
 */
export async function chartOverTime(
  context: ServiceContext,
  { window, ...given }: RunsAsked & { window: ChartWindow },
  options?: { most: number },
): Promise<RunsOverTime> {
  const asked = { ...askedOf(context, given), window };
  return context.tenant.run(async (tx) => {
    const { buckets, where, countedFrom } = await selectWindow(tx, asked, options);
    const edges = sql`${sql.param(buckets.edges)}::float8[]`;
    const quantiles = sql`percentile_disc(array[0.5, 0.95])`;
    const { rows } = await tx.execute<Row>(sql`
      select width_bucket(extract(epoch from ${runs.createdAt})::float8 * 1000, ${edges}) as bucket,
        count(*) filter (where ${runs.status} = 'succeeded')::int as succeeded,
        count(*) filter (where ${runs.status} = 'failed')::int as failed,
        count(*) filter (where ${runs.status} = 'cancelled')::int as cancelled,
        count(*) filter (where ${runs.finishedAt} is null)::int as open,
        (${quantiles} within group (order by ${runs.durationMs}))::float8[] as durations,
        (${quantiles} within group (order by ${runs.waitMs}))::float8[] as waits,
        sum(${runs.savedMs})::float8 as saved, sum(${runs.cachedSteps})::int as cached, sum(${runs.stepTotal})::int as steps
      from ${runs} where ${where} group by grouping sets ((1), ())`);
    const byBucket = new Map(rows.map((row) => [row.bucket, row]));
    return {
      ...buckets,
      buckets: buckets.edges.slice(1).map((_, index) => sumsOf(byBucket.get(index + 1))),
      total: sumsOf(byBucket.get(null)),
      countedFrom,
    };
  });
}

function sumsOf(row: Row | undefined): RunSums {
  return {
    succeeded: row?.succeeded ?? 0,
    failed: row?.failed ?? 0,
    cancelled: row?.cancelled ?? 0,
    open: row?.open ?? 0,
    durationMs: quantilesOf(row?.durations),
    waitMs: quantilesOf(row?.waits),
    savedMs: row?.saved ?? 0,
    cachedSteps: row?.cached ?? 0,
    steps: row?.steps ?? 0,
  };
}

function quantilesOf(pair: readonly (number | null)[] | null | undefined) {
  const [p50 = null, p95 = null] = pair ?? [];
  return p50 === null || p95 === null ? null : { p50, p95 };
}
