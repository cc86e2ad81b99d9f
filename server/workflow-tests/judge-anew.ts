import "#server-only";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { runs } from "../db/schema/runs.ts";
import { workflowTestResults } from "../db/schema/workflow-tests.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** After a change of what is expected: what runs gave is judged once more, and verdicts over runs that are gone are forgotten. */
export async function judgeAnew(
  tx: TenantTransaction,
  { workspaceId, testId }: { workspaceId: string; testId: string },
): Promise<void> {
  const ofTest = and(
    eq(workflowTestResults.workspaceId, workspaceId),
    eq(workflowTestResults.testId, testId),
    isNotNull(workflowTestResults.runId),
  );
  const isThere = sql`exists (select from ${runs} where ${runs.workspaceId} = ${workflowTestResults.workspaceId} and ${runs.id} = ${workflowTestResults.runId})`;
  await tx.delete(workflowTestResults).where(and(ofTest, sql`not ${isThere}`));
  await tx
    .update(workflowTestResults)
    .set({
      state: "running",
      outputs: {},
      message: null,
      judgedAt: null,
      revision: sql`${workflowTestResults.revision} + 1`,
    })
    .where(ofTest);
}
