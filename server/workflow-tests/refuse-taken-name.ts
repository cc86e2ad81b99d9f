import "#server-only";
import { and, eq, ne, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { workflowTests } from "../db/schema/workflow-tests.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** Two who save the same name at once are kept apart by the index; this says it in words. @throws AppError CONFLICT "name-taken" */
export async function refuseTakenName(
  tx: TenantTransaction,
  { workspaceId, workflowId, name, testId }: { workspaceId: string; workflowId: string; name: string; testId?: string },
): Promise<void> {
  const [taken] = await tx
    .select({ name: workflowTests.name })
    .from(workflowTests)
    .where(
      and(
        eq(workflowTests.workspaceId, workspaceId),
        eq(workflowTests.workflowId, workflowId),
        sql`lower(${workflowTests.name}) = lower(${name})`,
        testId === undefined ? undefined : ne(workflowTests.id, testId),
      ),
    );
  if (!taken) return;
  throw new AppError("CONFLICT", `This workflow has a test “${taken.name}” already. Choose another name.`, {
    reason: "name-taken",
  });
}
