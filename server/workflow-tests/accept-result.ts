import "#server-only";
import { and, eq } from "drizzle-orm";
import { kindOfRecord, rulesFor } from "../../graph/tolerances.ts";
import { AppError } from "../app-error.ts";
import { workflowTestResults, workflowTests } from "../db/schema/workflow-tests.ts";
import { getRun } from "../runs/get-run.ts";
import { removeUnneeded } from "../artifacts/remove-unneeded.ts";
import type { RunContext } from "../runs/run-services.ts";
import { hashesHeld, outputsToExpect, withTolerances } from "./expected-of-run.ts";
import { holdArtifacts, holdRun, releaseArtifacts } from "./hold-artifacts.ts";
import { judgeAnew } from "./judge-anew.ts";
import { requireTest } from "./require-test.ts";
import { ringTestsBell } from "./tests-bell.ts";

/**
 * From now on the test expects what its run on this version gave. Tolerances stay where they still fit; the results on other
 * versions are judged anew. Gives the hashes of content that the workspace does not have any more.
 *
 * @throws AppError NOT_FOUND without such a test or result, or where its run was deleted; BAD_REQUEST "not-testable"
 */
export async function acceptResult(
  { tenant, runServices }: Pick<RunContext, "tenant" | "runServices">,
  { testId, version }: { testId: string; version: number },
): Promise<{ freed: string[] }> {
  const { workspaceId } = tenant;
  const [result] = await tenant.run((tx) =>
    tx
      .select({ runId: workflowTestResults.runId })
      .from(workflowTestResults)
      .where(
        and(
          eq(workflowTestResults.workspaceId, workspaceId),
          eq(workflowTestResults.testId, testId),
          eq(workflowTestResults.version, version),
        ),
      ),
  );
  if (!result?.runId) throw new AppError("NOT_FOUND", `There is no run of this test on version ${version}.`);
  const { runId } = result;
  const run = await getRun({ tenant }, { runId });
  const outputs = outputsToExpect(run);
  const freed = await tenant.run(async (tx) => {
    const test = await requireTest(tx, { workspaceId, testId });
    await holdRun(tx, { workspaceId, runId });
    const fitting = Object.entries(test.expected).filter(([name, { tolerance }]) => {
      const record = outputs[name];
      return record && rulesFor(kindOfRecord(record)).includes(tolerance.rule);
    });
    const expected = withTolerances(
      outputs,
      Object.fromEntries(fitting.map(([name, { tolerance }]) => [name, tolerance])),
    );
    await tx
      .update(workflowTests)
      .set({
        expected,
        sourceRunId: runId,
        sourceRunNumber: run.number,
        sourceVersion: run.version,
        sourceItem: null,
      })
      .where(and(eq(workflowTests.workspaceId, workspaceId), eq(workflowTests.id, testId)));
    const hashes = await releaseArtifacts(tx, { workspaceId, testId });
    await holdArtifacts(tx, { workspaceId, testId, hashes: hashesHeld(test.inputs, expected) });
    await judgeAnew(tx, { workspaceId, testId });
    return removeUnneeded(tx, { workspaceId, hashes });
  });
  ringTestsBell(runServices.bell);
  return { freed: freed.map(({ hash }) => hash) };
}
