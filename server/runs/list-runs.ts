import "#server-only";
import { and, eq, isNull, lt } from "drizzle-orm";
import type { RunStatus } from "../../graph/run-events.ts";
import { runs } from "../db/schema/runs.ts";
import type { ServiceContext } from "../service-context.ts";
import { type RunListRow, selectRunListRows } from "./run-list-row.ts";

const DEFAULT_LIMIT = 30;

/**
 * A page of the workspace's runs, newest first. `cursor` is the number of the last run seen; numbers never change, so
 * runs that are started meanwhile move nothing.
 */
export async function listRuns(
  { tenant, userId }: ServiceContext,
  args: { workflowId?: string; status?: RunStatus; isMine?: boolean; cursor?: number; limit?: number },
): Promise<{ items: RunListRow[]; nextCursor: number | null }> {
  const { workflowId, status, isMine = false, cursor, limit = DEFAULT_LIMIT } = args;
  const where = and(
    workflowId === undefined ? undefined : eq(runs.workflowId, workflowId),
    status === undefined ? undefined : eq(runs.status, status),
    isMine ? and(eq(runs.startedBy, userId), isNull(runs.apiKeyId)) : undefined,
    cursor === undefined ? undefined : lt(runs.number, cursor),
  );
  const rows = await tenant.run((tx) =>
    selectRunListRows(tx, { workspaceId: tenant.workspaceId, where, limit: limit + 1 }),
  );
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.number : null };
}
