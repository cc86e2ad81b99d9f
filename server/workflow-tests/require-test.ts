import "#server-only";
import { and, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { workflowTests } from "../db/schema/workflow-tests.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** Its row, held until the end of the transaction. @throws AppError NOT_FOUND */
export async function requireTest(
  tx: TenantTransaction,
  { workspaceId, testId }: { workspaceId: string; testId: string },
): Promise<typeof workflowTests.$inferSelect> {
  const [test] = await tx
    .select()
    .from(workflowTests)
    .where(and(eq(workflowTests.workspaceId, workspaceId), eq(workflowTests.id, testId)))
    .for("update");
  if (!test) throw new AppError("NOT_FOUND", "There is no such test. It may have been deleted.");
  return test;
}
