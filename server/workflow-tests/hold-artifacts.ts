import "#server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { artifacts } from "../db/schema/artifacts.ts";
import { runs } from "../db/schema/runs.ts";
import { workflowTestArtifacts } from "../db/schema/workflow-tests.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { AppError } from "../app-error.ts";

/** Keeps a run from being deleted until the end of the transaction, and with it all that it points to. @throws AppError NOT_FOUND */
export async function holdRun(tx: TenantTransaction, { workspaceId, runId }: { workspaceId: string; runId: string }) {
  const [run] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)))
    .for("share");
  if (!run) throw new AppError("NOT_FOUND", "There is no such run. It may have been deleted.");
}

/** Content that is gone already is passed over: the run that needs it will say so. */
export async function holdArtifacts(
  tx: TenantTransaction,
  { workspaceId, testId, hashes }: { workspaceId: string; testId: string; hashes: readonly string[] },
): Promise<void> {
  if (hashes.length === 0) return;
  await tx.insert(workflowTestArtifacts).select(
    tx
      .select({
        workspaceId: artifacts.workspaceId,
        testId: sql<string>`${testId}::uuid`.as("test_id"),
        hash: artifacts.hash,
      })
      .from(artifacts)
      .where(and(eq(artifacts.workspaceId, workspaceId), inArray(artifacts.hash, [...hashes]))),
  );
}

/** Lets go of all that the test holds; gives the hashes. */
export async function releaseArtifacts(
  tx: TenantTransaction,
  { workspaceId, testId }: { workspaceId: string; testId: string },
): Promise<string[]> {
  const rows = await tx
    .delete(workflowTestArtifacts)
    .where(and(eq(workflowTestArtifacts.workspaceId, workspaceId), eq(workflowTestArtifacts.testId, testId)))
    .returning({ hash: workflowTestArtifacts.hash });
  return rows.map(({ hash }) => hash);
}
