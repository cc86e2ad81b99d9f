import "#server-only";
import type { Tolerance } from "../../graph/tolerances.ts";
import { workflowTestResults } from "../db/schema/workflow-tests.ts";
import { getRun } from "../runs/get-run.ts";
import type { ServiceContext } from "../service-context.ts";
import { requireWorkflowTitle } from "../workflows/require-workflow-title.ts";
import { inputsOfRun, outputsToExpect, withTolerances } from "./expected-of-run.ts";
import { insertTest } from "./insert-test.ts";

/**
 * Keeps the inputs and outputs of a run as a test of its workflow; outputs without a tolerance get that of their kind. On the
 * version that ran it has passed: that run is what is expected.
 *
 * @throws AppError NOT_FOUND for an unknown run and one of a removed workflow; BAD_REQUEST "not-testable", "unknown-output",
 *   "unfit-tolerance", "nothing-tested"; CONFLICT "name-taken", "too-many-tests"
 */
export async function createTest(
  { tenant, userId }: ServiceContext,
  { runId, name, tolerances = {} }: { runId: string; name: string; tolerances?: Record<string, Tolerance> | undefined },
): Promise<{ testId: string }> {
  const { workspaceId } = tenant;
  const run = await getRun({ tenant }, { runId });
  const { workflowId, version } = run;
  await requireWorkflowTitle({ tenant }, { workflowId });
  const expected = withTolerances(outputsToExpect(run), tolerances);
  const inputs = inputsOfRun(run);
  return tenant.run(async (tx) => {
    const testId = await insertTest(tx, { workspaceId, userId, run, name, inputs, expected });
    const outputs = Object.fromEntries(
      Object.keys(expected).map((output) => [output, { state: "passed" as const, reason: "what is expected" }]),
    );
    await tx
      .insert(workflowTestResults)
      .values({ workspaceId, testId, version, runId, state: "passed", outputs, judgedAt: new Date() });
    return { testId };
  });
}
