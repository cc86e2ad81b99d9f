import "#server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { runDurationMs } from "../../graph/run-duration-ms.ts";
import type { RunStatus } from "../../graph/run-events.ts";
import type { RunPart } from "../../graph/run-part.ts";
import { users } from "../db/schema/accounts.ts";
import { apiKeys } from "../db/schema/api-keys.ts";
import { runs, type StepCounts } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** The name of whoever left the workspace: only members' names can be read. */
export const FORMER_MEMBER = "A former member";

/** Who started a run, for people. */
export function starterName({ userName, keyName }: { userName: string | null; keyName: string | null }): string {
  return keyName === null ? (userName ?? FORMER_MEMBER) : `API: ${keyName}`;
}

/** A run as lists show it. */
export type RunListRow = {
  id: string;
  number: number;
  workflowId: string;
  workflowTitle: string;
  part: RunPart;
  status: RunStatus;
  isCancelling: boolean;
  startedBy: { id: string; name: string };
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** From the start of its first attempt to its end; null until it has ended. */
  durationMs: number | null;
  stepCounts: StepCounts;
};

/** Newest first. */
export async function selectRunListRows(
  tx: TenantTransaction,
  { workspaceId, where, limit }: { workspaceId: string; where?: SQL | undefined; limit: number },
): Promise<RunListRow[]> {
  const rows = await tx
    .select({
      id: runs.id,
      number: runs.number,
      workflowId: runs.workflowId,
      workflowTitle: workflows.title,
      part: runs.part,
      status: runs.status,
      cancelRequestedAt: runs.cancelRequestedAt,
      startedById: runs.startedBy,
      userName: users.name,
      keyName: apiKeys.name,
      createdAt: runs.createdAt,
      startedAt: runs.startedAt,
      finishedAt: runs.finishedAt,
      stepCounts: runs.stepCounts,
    })
    .from(runs)
    .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
    .leftJoin(users, eq(users.id, runs.startedBy))
    .leftJoin(apiKeys, and(eq(apiKeys.workspaceId, runs.workspaceId), eq(apiKeys.id, runs.apiKeyId)))
    .where(and(eq(runs.workspaceId, workspaceId), where))
    .orderBy(sql`${runs.number} desc`)
    .limit(limit);
  return rows.map(({ startedById, userName, keyName, cancelRequestedAt, ...run }) => ({
    ...run,
    isCancelling: cancelRequestedAt !== null && run.finishedAt === null,
    startedBy: { id: startedById, name: starterName({ userName, keyName }) },
    durationMs: runDurationMs(run),
  }));
}
