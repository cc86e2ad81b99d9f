import "#server-only";
import { and, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { batches } from "../db/schema/batches.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";

/** The name, for the head of its page. @throws AppError NOT_FOUND */
export async function requireBatchName(
  { tenant }: Pick<ServiceContext, "tenant">,
  { batchId }: { batchId: string },
): Promise<{ name: string }> {
  const [row] = await tenant.run((tx) =>
    tx
      .select({ name: batches.name })
      .from(batches)
      .innerJoin(workflows, and(eq(workflows.workspaceId, batches.workspaceId), eq(workflows.id, batches.workflowId)))
      .where(and(eq(batches.workspaceId, tenant.workspaceId), eq(batches.id, batchId))),
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such batch.");
  return row;
}
