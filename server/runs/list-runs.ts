import "#server-only";
import { inArray } from "drizzle-orm";
import type { RunClause } from "../../graph/run-query/run-query.ts";
import type { RunPlace, RunSort } from "../../graph/run-sort.ts";
import { AppError } from "../app-error.ts";
import { findSortedRuns } from "./find/find-sorted-runs.ts";
import { requireRunQuery } from "./find/require-run-query.ts";
import { type Asked, findRuns } from "./find/find-runs.ts";
import { runs } from "../db/schema/runs.ts";
import type { ServiceContext } from "../service-context.ts";
import { type RunListRow, selectRunListRows } from "./run-list-row.ts";

const DEFAULT_LIMIT = 30;
/** For who asks to look further: some tenths of a second. */
const FAR = 60_000;

/** `query` as people write it; `timeZone` is that of the dates in it. The others narrow it further. */
export type RunsAsked = {
  query?: string | undefined;
  timeZone?: string | undefined;
  workflowId?: string | undefined;
  isMine?: boolean | undefined;
};

export type RunCursor = number | RunPlace;

type ListRequest = RunsAsked & {
  /** Other than the newest first. */
  sort?: RunSort | undefined;
  /** A number, or with `sort` a place in that order. */
  cursor?: RunCursor | undefined;
  limit?: number | undefined;
  /** Looks at many more runs for a page. */
  isFar?: boolean | undefined;
};

/** @throws AppError BAD_REQUEST "bad-query" */
export function askedOf(
  { tenant, userId }: ServiceContext,
  { query = "", timeZone, workflowId, isMine }: RunsAsked,
): Asked {
  const { clauses } = requireRunQuery(query);
  const isOf = (field: "workflow" | "person", value: string): RunClause => {
    return { field, isNegated: false, tests: [{ kind: "text", value, isWhole: true }] };
  };
  const more = [...(workflowId ? [isOf("workflow", workflowId)] : []), ...(isMine ? [isOf("person", "me")] : [])];
  return { workspaceId: tenant.workspaceId, userId, query: { clauses: [...clauses, ...more] }, timeZone };
}

/**
 * A page of the workspace's runs that match the query, newest first or as `sort` says. `cursor` is the `nextCursor` of the page before:
 * numbers never change, so runs that are started meanwhile move nothing. Where a query has no clause that few runs
 * match, a page looks at a bounded number of runs, so it may be short, or empty, and still have a next one.
 *
 * @throws AppError BAD_REQUEST "bad-query" with the problems in `details`.
 */
export async function listRuns(
  context: ServiceContext,
  { sort, cursor, limit = DEFAULT_LIMIT, isFar = false, ...given }: ListRequest,
): Promise<{ items: RunListRow[]; nextCursor: RunCursor | null }> {
  const asked = askedOf(context, given);
  const { workspaceId } = asked;
  const page = { limit, ...(isFar && { lookedAt: FAR }) };
  if (cursor !== undefined && (typeof cursor === "number") !== (sort === undefined)) {
    const message =
      'The "cursor" is of another order of the list. Give the one that came with the page before, and its "sort".';
    throw new AppError("BAD_REQUEST", message, { reason: "other-order" });
  }
  return context.tenant.run(async (tx) => {
    const { numbers, nextCursor } =
      sort === undefined
        ? await findRuns(tx, asked, { ...page, cursor: cursor as number | undefined })
        : await findSortedRuns(tx, asked, { ...page, sort, cursor: cursor as RunPlace | undefined });
    if (numbers.length === 0) return { items: [], nextCursor };
    const rows = await selectRunListRows(tx, { workspaceId, where: inArray(runs.number, numbers), limit });
    const byNumber = new Map(rows.map((row) => [row.number, row]));
    return { items: numbers.flatMap((number) => byNumber.get(number) ?? []), nextCursor };
  });
}
