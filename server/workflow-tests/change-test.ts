import "#server-only";
import { and, eq } from "drizzle-orm";
import type { Tolerance } from "../../graph/tolerances.ts";
import { workflowTests } from "../db/schema/workflow-tests.ts";
import type { RunContext } from "../runs/run-services.ts";
import { withTolerances } from "./expected-of-run.ts";
import { judgeAnew } from "./judge-anew.ts";
import { refuseTakenName } from "./refuse-taken-name.ts";
import { requireTest } from "./require-test.ts";
import { ringTestsBell } from "./tests-bell.ts";

type TestChange = {
  testId: string;
  name?: string | undefined;
  /** By output; those that are left out stay. */
  tolerances?: Record<string, Tolerance> | undefined;
};

/**
 * Renames a test, or allows it more or less. What ran already is judged anew, without running again.
 *
 * @throws AppError NOT_FOUND; CONFLICT "name-taken"; BAD_REQUEST "unknown-output", "unfit-tolerance", "nothing-tested"
 */
export async function changeTest(
  { tenant, runServices }: Pick<RunContext, "tenant" | "runServices">,
  { testId, name, tolerances }: TestChange,
): Promise<void> {
  const { workspaceId } = tenant;
  await tenant.run(async (tx) => {
    const test = await requireTest(tx, { workspaceId, testId });
    const isTest = and(eq(workflowTests.workspaceId, workspaceId), eq(workflowTests.id, testId));
    if (name !== undefined && name !== test.name) {
      await refuseTakenName(tx, { workspaceId, workflowId: test.workflowId, name, testId });
      await tx.update(workflowTests).set({ name }).where(isTest);
    }
    if (tolerances === undefined) return;
    const before = Object.entries(test.expected);
    const expected = withTolerances(Object.fromEntries(before.map(([output, { record }]) => [output, record])), {
      ...Object.fromEntries(before.map(([output, { tolerance }]) => [output, tolerance])),
      ...tolerances,
    });
    await tx.update(workflowTests).set({ expected }).where(isTest);
    await judgeAnew(tx, { workspaceId, testId });
  });
  if (tolerances !== undefined) ringTestsBell(runServices.bell);
}
