import "#server-only";
import { and, eq } from "drizzle-orm";
import { workflowTests } from "../db/schema/workflow-tests.ts";
import { removeUnneeded } from "../artifacts/remove-unneeded.ts";
import type { ServiceContext } from "../service-context.ts";
import { releaseArtifacts } from "./hold-artifacts.ts";
import { requireTest } from "./require-test.ts";

/** Removes a test with its results; its runs stay. Gives the hashes of content that the workspace does not have any more. @throws AppError NOT_FOUND */
export async function removeTest(
  { tenant }: Pick<ServiceContext, "tenant">,
  { testId }: { testId: string },
): Promise<{ freed: string[] }> {
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    await requireTest(tx, { workspaceId, testId });
    const hashes = await releaseArtifacts(tx, { workspaceId, testId });
    await tx.delete(workflowTests).where(and(eq(workflowTests.workspaceId, workspaceId), eq(workflowTests.id, testId)));
    const freed = await removeUnneeded(tx, { workspaceId, hashes });
    return { freed: freed.map(({ hash }) => hash) };
  });
}
