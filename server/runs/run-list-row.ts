import "#server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { runDurationMs } from "../../graph/run-duration-ms.ts";
import type { RunStatus } from "../../graph/run-events.ts";
import type { RunPart } from "../../graph/run-part.ts";
import type { RunTrigger } from "../../graph/run-triggers.ts";
import { users } from "../db/schema/accounts.ts";
import { apiKeys } from "../db/schema/api-keys.ts";
import { runSizes } from "../db/schema/keeping.ts";
import { runs, type StepCounts } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { devicesIn } from "./facts/run-terms.ts";
import { starterName } from "./starter-name.ts";

/** A run as lists show it. */
export type RunListRow = {
  id: string;
  number: number;
  workflowId: string;
  workflowTitle: string;
  version: number;
  part: RunPart;
  status: RunStatus;
  trigger: RunTrigger;
  isCancelling: boolean;
  startedBy: { id: string; name: string };
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** From the start of its first attempt to its end; null until it has ended. */
  durationMs: number | null;
  stepCounts: StepCounts;
  /** Steps whose results were taken from earlier runs. */
  cachedSteps: number;
  /** Where its models computed, once it has ended. */
  devices: string[];
  tags: string[];
  note: string;
  isStarred: boolean;
  /** Of its records and the artifacts that it points to; null until it is measured, some seconds after its end. */
  sizeBytes: number | null;
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
      version: runs.workflowVersion,
      part: runs.part,
      trigger: runs.trigger,
      status: runs.status,
      cancelRequestedAt: runs.cancelRequestedAt,
      startedById: runs.startedBy,
      userName: users.name,
      keyName: apiKeys.name,
      createdAt: runs.createdAt,
      startedAt: runs.startedAt,
      finishedAt: runs.finishedAt,
      stepCounts: runs.stepCounts,
      cachedSteps: runs.cachedSteps,
      terms: runs.terms,
      tags: runs.tags,
      note: runs.note,
      isStarred: runs.isStarred,
      sizeBytes: runSizes.sizeBytes,
    })
    .from(runs)
    .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
    .leftJoin(users, eq(users.id, runs.startedBy))
    .leftJoin(apiKeys, and(eq(apiKeys.workspaceId, runs.workspaceId), eq(apiKeys.id, runs.apiKeyId)))
    .leftJoin(runSizes, and(eq(runSizes.workspaceId, runs.workspaceId), eq(runSizes.runId, runs.id)))
    .where(and(eq(runs.workspaceId, workspaceId), where))
    .orderBy(sql`${runs.number} desc`)
    .limit(limit);
  return rows.map(({ startedById, userName, keyName, cancelRequestedAt, terms, ...run }) => ({
    ...run,
    devices: devicesIn(terms),
    isCancelling: cancelRequestedAt !== null && run.finishedAt === null,
    startedBy: { id: startedById, name: starterName({ startedBy: startedById, userName, keyName }) },
    durationMs: runDurationMs(run),
  }));
}
