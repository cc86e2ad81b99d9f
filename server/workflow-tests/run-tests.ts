import "#server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { workflowTestResults, workflowTests } from "../db/schema/workflow-tests.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { RunContext } from "../runs/run-services.ts";
import { startRun } from "../runs/start-run.ts";
import { isLiveWorkflow } from "../workflows/newest-version.ts";
import { workflowNotFound } from "../workflows/require-workflow.ts";
import { ringTestsBell } from "./tests-bell.ts";

type TestsRequest = {
  workflowId: string;
  /** Left out: the newest. */
  version?: number | undefined;
  /** Left out: all of the workflow. */
  testIds?: readonly string[] | undefined;
};

/**
 * Starts a run for each test on one version of the workflow. A test that the version cannot run, for its inputs or its
 * graph, has "error" as its result at once. `held` is what kept the rest from being started, where the queue is full.
 *
 * @throws AppError NOT_FOUND for a removed or another workspace's workflow, a version that it has not, and tests that are gone
 */
export async function runTests(
  context: RunContext,
  { workflowId, version: asked, testIds }: TestsRequest,
): Promise<{ version: number; total: number; started: number; held: string | null }> {
  const { tenant, runServices } = context;
  const { workspaceId } = tenant;
  const { version, tests } = await tenant.run(async (tx) => {
    const [workflow] = await tx
      .select({ version: workflows.version })
      .from(workflows)
      .where(isLiveWorkflow({ workspaceId, workflowId }));
    if (!workflow) throw workflowNotFound();
    if (asked !== undefined && asked > workflow.version) {
      const message = `This workflow has no version ${asked}; its newest is ${workflow.version}.`;
      throw new AppError("NOT_FOUND", message);
    }
    const tests = await tx
      .select({ id: workflowTests.id, inputs: workflowTests.inputs })
      .from(workflowTests)
      .where(
        and(
          eq(workflowTests.workspaceId, workspaceId),
          eq(workflowTests.workflowId, workflowId),
          testIds && inArray(workflowTests.id, [...testIds]),
        ),
      )
      .orderBy(asc(workflowTests.name));
    return { version: asked ?? workflow.version, tests };
  });
  if (testIds && tests.length < new Set(testIds).size) {
    throw new AppError("NOT_FOUND", "There is no such test of this workflow. It may have been deleted.");
  }
  let started = 0;
  for (const { id: testId, inputs } of tests) {
    const result = await startTest(context, { workflowId, version, inputs, isOne: tests.length === 1 });
    if ("held" in result) return { version, total: tests.length, started, held: result.held };
    const state = result.runId === null ? ("error" as const) : ("running" as const);
    const fresh = { ...result, state, outputs: {}, startedAt: new Date(), judgedAt: result.runId ? null : new Date() };
    await tenant.run(async (tx) => {
      const [test] = await tx
        .select({ id: workflowTests.id })
        .from(workflowTests)
        .where(and(eq(workflowTests.workspaceId, workspaceId), eq(workflowTests.id, testId)))
        .for("share");
      // Deleted meanwhile: nobody asks for its result any more.
      if (!test) return;
      await tx
        .insert(workflowTestResults)
        .values({ workspaceId, testId, version, ...fresh })
        .onConflictDoUpdate({
          target: [workflowTestResults.testId, workflowTestResults.version],
          set: { ...fresh, revision: sql`${workflowTestResults.revision} + 1` },
        });
    });
    if (result.runId) started += 1;
  }
  // A run may have ended before its result was there to be judged.
  ringTestsBell(runServices.bell);
  return { version, total: tests.length, started, held: null };
}

async function startTest(
  context: RunContext,
  {
    isOne,
    ...run
  }: { workflowId: string; version: number; inputs: (typeof workflowTests.$inferSelect)["inputs"]; isOne: boolean },
): Promise<{ runId: string | null; message: string | null } | { held: string }> {
  try {
    const urgency = isOne ? "interactive" : "background";
    const { runId } = await startRun(context, { ...run, urgency, trigger: "test" });
    return { runId, message: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "TOO_MANY_REQUESTS") return { held: error.message };
    return { runId: null, message: error.message };
  }
}
