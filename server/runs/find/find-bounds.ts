import "#server-only";
import { sql } from "drizzle-orm";
import { dateRange } from "../../../graph/run-query/date-range.ts";
import type { RunQuery, RunTest } from "../../../graph/run-query/run-query.ts";
import { runs } from "../../db/schema/runs.ts";
import type { TenantTransaction } from "../../db/tenant.ts";
import { type CompileContext, isoOf } from "./compile-clause.ts";
import type { NumberBounds } from "./run-sources.ts";

/** Runs from before a clock was read in the order of their numbers may be off by the time that a start took. */
const MARGIN_MS = 60_000;
const MOST = 2_147_483_647;

/**
 * Between which numbers the runs of a query lie. Runs are numbered in the order in which they are ordered, so a moment is
 * found in the index and the rest of the list is not looked at. The bounds are wide: the filters still decide.
 */
export async function findBounds(
  tx: TenantTransaction,
  query: RunQuery,
  context: CompileContext,
): Promise<NumberBounds> {
  const bounds = { least: 1, below: MOST };
  let after = -Infinity;
  let before = Infinity;
  for (const { field, isNegated, tests } of query.clauses) {
    const [test] = tests;
    if (isNegated || tests.length !== 1 || !test) continue;
    if (field === "run" && test.kind === "number") narrow(bounds, test);
    const range = field === "started" ? timesOf(test, context) : null;
    after = Math.max(after, range?.after ?? -Infinity);
    before = Math.min(before, range?.before ?? Infinity);
  }
  if (Number.isFinite(after)) {
    const first = await edge(tx, context, sql`>= ${isoOf(new Date(after - MARGIN_MS))}::timestamptz`, sql`asc`);
    bounds.least = Math.max(bounds.least, first ?? MOST);
  }
  if (Number.isFinite(before)) {
    const last = await edge(tx, context, sql`<= ${isoOf(new Date(before + MARGIN_MS))}::timestamptz`, sql`desc`);
    bounds.below = Math.min(bounds.below, (last ?? 0) + 1);
  }
  return bounds;
}

function narrow(bounds: NumberBounds, { comparison, value }: Extract<RunTest, { kind: "number" }>) {
  const clamp = (number: number) => Math.min(Math.max(number, 0), MOST);
  if (comparison === ">" || comparison === ">=" || comparison === "=") {
    bounds.least = Math.max(bounds.least, clamp(Math.floor(value)));
  }
  if (comparison === "<" || comparison === "<=" || comparison === "=") {
    bounds.below = Math.min(bounds.below, clamp(Math.ceil(value) + 1));
  }
}

function timesOf(test: RunTest, { now, timeZone }: CompileContext): { after?: number; before?: number } | null {
  if (test.kind === "age") {
    const at = now.getTime() - test.ms;
    return test.comparison === "<" ? { after: at } : { before: at };
  }
  if (test.kind !== "date") return null;
  const range = dateRange(test.date, { now, timeZone });
  const from = range.from.getTime();
  const to = range.to.getTime();
  return {
    "=": { after: from, before: to },
    ">": { after: to },
    ">=": { after: from },
    "<": { before: from },
    "<=": { before: to },
  }[test.comparison];
}

async function edge(
  tx: TenantTransaction,
  { workspaceId }: CompileContext,
  condition: ReturnType<typeof sql>,
  order: ReturnType<typeof sql>,
): Promise<number | null> {
  const { rows } = await tx.execute<{ number: number }>(
    sql`select ${runs.number} from ${runs} where ${runs.workspaceId} = ${workspaceId} and ${runs.createdAt} ${condition}
      order by ${runs.createdAt} ${order}, ${runs.number} ${order} limit 1`,
  );
  return rows[0]?.number ?? null;
}
