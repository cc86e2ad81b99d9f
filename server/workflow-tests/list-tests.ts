import "#server-only";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { RunStatus } from "../../graph/run-events.ts";
import type { TestState } from "../../graph/test-state.ts";
import type { OutputVerdicts, TestedItem } from "../db/schema/workflow-tests.ts";
import { workflowTestResults, workflowTests } from "../db/schema/workflow-tests.ts";
import { runs } from "../db/schema/runs.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { isLiveWorkflow } from "../workflows/newest-version.ts";
import { workflowNotFound } from "../workflows/require-workflow.ts";
import type { TestedOutput } from "./tested-output.ts";
import { testedOutput } from "./tested-output.ts";

export type TestResult = {
  version: number;
  state: TestState;
  outputs: OutputVerdicts;
  message: string | null;
  /** Null where none was started, or it was deleted. */
  run: { id: string; number: number; status: RunStatus } | null;
  judgedAt: Date | null;
};

export type WorkflowTest = {
  id: string;
  name: string;
  outputs: TestedOutput[];
  /** Where the expected outputs come from: of one item where there is one. `runId` is null once that run was deleted. */
  source: { runId: string | null; runNumber: number; version: number; item: TestedItem | null };
  /** Newest version first. */
  results: TestResult[];
};

export type TestList = {
  newestVersion: number;
  /** Those with results and the newest one, newest first. */
  versions: { number: number; name: string | null; createdAt: Date }[];
  tests: WorkflowTest[];
};

/** The tests of a workflow by name, with their results on its newest `versions` that have any. @throws AppError NOT_FOUND */
export async function listTests(
  { tenant }: Pick<ServiceContext, "tenant">,
  { workflowId, versions: most }: { workflowId: string; versions: number },
): Promise<TestList> {
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    const [workflow] = await tx
      .select({ version: workflows.version })
      .from(workflows)
      .where(isLiveWorkflow({ workspaceId, workflowId }));
    if (!workflow) throw workflowNotFound();
    const ofWorkflow = and(eq(workflowTests.workspaceId, workspaceId), eq(workflowTests.workflowId, workflowId));
    const tests = await tx
      .select()
      .from(workflowTests)
      .where(ofWorkflow)
      .orderBy(asc(sql`lower(${workflowTests.name})`));
    const isResultOfTest = and(
      eq(workflowTestResults.workspaceId, workflowTests.workspaceId),
      eq(workflowTestResults.testId, workflowTests.id),
    );
    const tested = tx
      .select({ version: workflowTestResults.version })
      .from(workflowTestResults)
      .innerJoin(workflowTests, isResultOfTest)
      .where(ofWorkflow);
    const versions = await tx
      .select({ number: workflowVersions.number, name: workflowVersions.name, createdAt: workflowVersions.createdAt })
      .from(workflowVersions)
      .where(
        and(
          eq(workflowVersions.workspaceId, workspaceId),
          eq(workflowVersions.workflowId, workflowId),
          sql`(${workflowVersions.number} = ${workflow.version} or ${workflowVersions.number} in ${tested})`,
        ),
      )
      .orderBy(desc(workflowVersions.number))
      .limit(most);
    const results = await tx
      .select({
        testId: workflowTestResults.testId,
        version: workflowTestResults.version,
        state: workflowTestResults.state,
        outputs: workflowTestResults.outputs,
        message: workflowTestResults.message,
        judgedAt: workflowTestResults.judgedAt,
        runId: runs.id,
        runNumber: runs.number,
        runStatus: runs.status,
      })
      .from(workflowTestResults)
      .innerJoin(workflowTests, isResultOfTest)
      .leftJoin(
        runs,
        and(eq(runs.workspaceId, workflowTestResults.workspaceId), eq(runs.id, workflowTestResults.runId)),
      )
      .where(
        and(
          ofWorkflow,
          inArray(
            workflowTestResults.version,
            versions.map(({ number }) => number),
          ),
        ),
      )
      .orderBy(desc(workflowTestResults.version));
    const sources = tests.map(({ sourceRunId }) => sourceRunId);
    const known = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), inArray(runs.id, sources)));
    const kept = new Set(known.map(({ id }) => id));
    return {
      newestVersion: workflow.version,
      versions,
      tests: tests.map(({ id, name, expected, sourceRunId, sourceRunNumber, sourceVersion, sourceItem }) => ({
        id,
        name,
        outputs: Object.entries(expected).map(([output, one]) => testedOutput(output, one)),
        source: {
          runId: kept.has(sourceRunId) ? sourceRunId : null,
          runNumber: sourceRunNumber,
          version: sourceVersion,
          item: sourceItem,
        },
        results: results
          .filter(({ testId }) => testId === id)
          .map(({ testId: _testId, runId, runNumber, runStatus, ...result }) => ({
            ...result,
            // A join that found the run found all of it.
            run: runId === null ? null : { id: runId, number: runNumber!, status: runStatus! },
          })),
      })),
    };
  });
}
