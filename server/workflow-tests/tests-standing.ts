import "#server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import type { TestState } from "../../graph/test-state.ts";
import type { OutputVerdicts } from "../db/schema/workflow-tests.ts";
import { workflowTestResults, workflowTests } from "../db/schema/workflow-tests.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import type { ServiceContext } from "../service-context.ts";
import { requireWorkflowTitle } from "../workflows/require-workflow-title.ts";

/** How the tests of a workflow stand on one of its versions: those that have not passed by name, with why. */
export type TestsStanding = {
  total: number;
  passed: number;
  notPassed: { testId: string; name: string; state: TestState | "not-run"; reason: string }[];
};

/** @throws AppError NOT_FOUND for a removed or another workspace's workflow */
export async function getTestsStanding(
  { tenant }: Pick<ServiceContext, "tenant">,
  { workflowId, version }: { workflowId: string; version: number },
): Promise<TestsStanding> {
  await requireWorkflowTitle({ tenant }, { workflowId });
  return tenant.run((tx) => testsStanding(tx, { workspaceId: tenant.workspaceId, workflowId, version }));
}

export async function testsStanding(
  tx: TenantTransaction,
  { workspaceId, workflowId, version }: { workspaceId: string; workflowId: string; version: number },
): Promise<TestsStanding> {
  const rows = await tx
    .select({
      testId: workflowTests.id,
      name: workflowTests.name,
      state: workflowTestResults.state,
      outputs: workflowTestResults.outputs,
      message: workflowTestResults.message,
    })
    .from(workflowTests)
    .leftJoin(
      workflowTestResults,
      and(
        eq(workflowTestResults.workspaceId, workflowTests.workspaceId),
        eq(workflowTestResults.testId, workflowTests.id),
        eq(workflowTestResults.version, version),
      ),
    )
    .where(and(eq(workflowTests.workspaceId, workspaceId), eq(workflowTests.workflowId, workflowId)))
    .orderBy(asc(sql`lower(${workflowTests.name})`));
  const notPassed = rows.flatMap(({ testId, name, state, outputs, message }) =>
    state === "passed"
      ? []
      : [{ testId, name, state: state ?? ("not-run" as const), reason: reasonOf({ outputs, message }) }],
  );
  return { total: rows.length, passed: rows.length - notPassed.length, notPassed };
}

/** Why a test has not passed, in one line; empty where nothing is known yet. */
export function reasonOf({ outputs, message }: { outputs: OutputVerdicts | null; message: string | null }): string {
  if (message !== null) return message;
  const faults = Object.entries(outputs ?? {}).filter(([, { state }]) => state !== "passed");
  return faults.map(([output, { reason }]) => `${output}: ${reason}`).join("; ");
}
