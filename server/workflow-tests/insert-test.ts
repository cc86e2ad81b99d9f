import "#server-only";
import { and, count, eq } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import { AppError } from "../app-error.ts";
import type { ExpectedOutputs, TestedItem } from "../db/schema/workflow-tests.ts";
import { workflowTests } from "../db/schema/workflow-tests.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import type { RunDetails } from "../runs/get-run.ts";
import { hashesHeld } from "./expected-of-run.ts";
import { holdArtifacts, holdRun } from "./hold-artifacts.ts";
import { refuseTakenName } from "./refuse-taken-name.ts";

/** As many as can be run after each change. */
export const MOST_TESTS = 200;

/** A test with all content that it points to, without a result. @throws AppError NOT_FOUND; CONFLICT "name-taken", "too-many-tests" */
export async function insertTest(
  tx: TenantTransaction,
  {
    workspaceId,
    userId,
    run,
    name,
    inputs,
    expected,
    sourceItem = null,
  }: {
    workspaceId: string;
    userId: string;
    run: RunDetails;
    name: string;
    inputs: Record<string, JsonValue>;
    expected: ExpectedOutputs;
    sourceItem?: TestedItem | null;
  },
): Promise<string> {
  const { workflowId } = run;
  await holdRun(tx, { workspaceId, runId: run.id });
  await refuseTakenName(tx, { workspaceId, workflowId, name });
  const [row] = await tx
    .select({ tests: count() })
    .from(workflowTests)
    .where(and(eq(workflowTests.workspaceId, workspaceId), eq(workflowTests.workflowId, workflowId)));
  if (row!.tests >= MOST_TESTS) {
    const message = `A workflow keeps up to ${MOST_TESTS} tests. Delete one that says little.`;
    throw new AppError("CONFLICT", message, { reason: "too-many-tests" });
  }
  const source = { sourceRunId: run.id, sourceRunNumber: run.number, sourceVersion: run.version, sourceItem };
  const [test] = await tx
    .insert(workflowTests)
    .values({ workspaceId, workflowId, name, inputs, expected, ...source, createdBy: userId })
    .returning({ testId: workflowTests.id });
  const { testId } = test!;
  await holdArtifacts(tx, { workspaceId, testId, hashes: hashesHeld(inputs, expected) });
  return testId;
}
