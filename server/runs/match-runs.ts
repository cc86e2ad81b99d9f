import "#server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { runs } from "../db/schema/runs.ts";
import type { ServiceContext } from "../service-context.ts";
import { findRuns } from "./find/find-runs.ts";
import { askedOf, type RunsAsked } from "./list-runs.ts";

/** What is done to many runs at once is done to so many at most. */
export const MOST_AT_ONCE = 1_000;
/** Some half a second's work. */
const LOOKED_AT = 100_000;

/**
 * The runs that match a query, newest first, up to 1,000; `hasMore` beyond, or where older ones could not be looked at.
 * By their ids, so that what is then done is done to those that were counted, whatever matches by that time.
 */
export async function matchRuns(
  context: ServiceContext,
  given: RunsAsked,
): Promise<{ runIds: string[]; hasMore: boolean }> {
  const asked = askedOf(context, given);
  const { workspaceId } = asked;
  return context.tenant.run(async (tx) => {
    const { numbers, nextCursor } = await findRuns(tx, asked, { limit: MOST_AT_ONCE, lookedAt: LOOKED_AT });
    const rows = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), inArray(runs.number, numbers)))
      .orderBy(sql`${runs.number} desc`);
    return { runIds: rows.map(({ id }) => id), hasMore: nextCursor !== null };
  });
}
