import "#server-only";
import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import { workflowOutputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { locateContents } from "../comparing/locate-contents.ts";
import type { Database } from "../db/client.ts";
import { runs } from "../db/schema/runs.ts";
import type { ExpectedOutputs, OutputVerdicts } from "../db/schema/workflow-tests.ts";
import { workflowTestResults, workflowTests } from "../db/schema/workflow-tests.ts";
import { type Tenant, tenantOf } from "../db/tenant.ts";
import { getRun } from "../runs/get-run.ts";
import type { ValueReader } from "../values/reader/value-reader.ts";
import { isTransient } from "../worker/is-transient.ts";

export type JudgeParts = {
  database: Database;
  artifacts: ArtifactStore;
  valueReader: Pick<ValueReader, "judge">;
  onLog: (message: string) => void;
};

type Verdict = { state: "passed" | "failed" | "error"; outputs: OutputVerdicts; message: string | null };

const AT_ONCE = 20;

/**
 * Judges the results whose runs are over, of all workspaces; gives how many. Two that do so at once come to the same, and the
 * later write is refused: a result is written only while it stands as it was read.
 */
export async function judgeResults(parts: JudgeParts): Promise<number> {
  let judged = 0;
  for (;;) {
    const due = await findDue(parts.database);
    for (const result of due) {
      const verdict = await judge(parts, result);
      await write(parts.database, result, verdict);
      judged += 1;
    }
    if (due.length < AT_ONCE) return judged;
  }
}

type DueResult = {
  workspaceId: string;
  testId: string;
  version: number;
  runId: string | null;
  revision: number;
  expected: ExpectedOutputs;
  isRunThere: boolean;
};

async function findDue(database: Database): Promise<DueResult[]> {
  return database
    .select({
      workspaceId: workflowTestResults.workspaceId,
      testId: workflowTestResults.testId,
      version: workflowTestResults.version,
      runId: workflowTestResults.runId,
      revision: workflowTestResults.revision,
      expected: workflowTests.expected,
      isRunThere: sql<boolean>`${runs.id} is not null`,
    })
    .from(workflowTestResults)
    .innerJoin(workflowTests, eq(workflowTests.id, workflowTestResults.testId))
    .leftJoin(runs, eq(runs.id, workflowTestResults.runId))
    .where(and(eq(workflowTestResults.state, "running"), or(isNull(runs.id), isNotNull(runs.finishedAt))))
    .orderBy(workflowTestResults.startedAt)
    .limit(AT_ONCE);
}

async function judge(parts: JudgeParts, result: DueResult): Promise<Verdict> {
  if (!result.isRunThere || result.runId === null) {
    return error("The run was deleted before it could be judged. Run the test again.");
  }
  try {
    return await judgeRun(parts, { ...result, runId: result.runId });
  } catch (cause) {
    if (isTransient(cause)) throw cause;
    if (cause instanceof AppError) return error(cause.message);
    // It would fail again and again, and keep the others waiting.
    parts.onLog(`The result of test ${result.testId} could not be judged: ${(cause as Error).stack}`);
    return error("The result could not be judged. The worker's log says why.");
  }
}

async function judgeRun(
  { database, artifacts, valueReader }: JudgeParts,
  { workspaceId, runId, expected }: DueResult & { runId: string },
): Promise<Verdict> {
  const tenant = tenantOf(database, workspaceId);
  const run = await getRun({ tenant }, { runId });
  if (run.status === "cancelled") return error("The run was cancelled.");
  if (run.status !== "succeeded") {
    const why = run.state.failure?.message ?? "";
    return { state: "failed", outputs: {}, message: `The run failed. ${why}`.trim() };
  }
  const came = workflowOutputs(run.graph, run.state, definitions);
  const outputs: OutputVerdicts = {};
  for (const [name, one] of Object.entries(expected)) {
    outputs[name] = await judgeOutput({ tenant, artifacts, valueReader }, { ...one, came: came[name] });
  }
  const states = Object.values(outputs).map(({ state }) => state);
  const state = states.includes("failed") ? "failed" : states.includes("error") ? "error" : "passed";
  return { state, outputs, message: null };
}

async function judgeOutput(
  { tenant, artifacts, valueReader }: { tenant: Tenant } & Pick<JudgeParts, "artifacts" | "valueReader">,
  { record, tolerance, came }: ExpectedOutputs[string] & { came: RecordedFlow | undefined },
): Promise<OutputVerdicts[string]> {
  if (tolerance.rule === "ignore") return { state: "passed", reason: "not looked at" };
  if (!came) return { state: "failed", reason: "the run gave nothing at this output" };
  try {
    const contents = await locateContents({ tenant, artifacts }, [record, came]);
    return await valueReader.judge({ expected: record, came, contents, tolerance });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    return { state: "error", reason: cause.message };
  }
}

function error(message: string): Verdict {
  return { state: "error", outputs: {}, message };
}

async function write(database: Database, { workspaceId, testId, version, revision }: DueResult, verdict: Verdict) {
  await tenantOf(database, workspaceId).run((tx) =>
    tx
      .update(workflowTestResults)
      .set({ ...verdict, judgedAt: new Date() })
      .where(
        and(
          eq(workflowTestResults.workspaceId, workspaceId),
          eq(workflowTestResults.testId, testId),
          eq(workflowTestResults.version, version),
          eq(workflowTestResults.revision, revision),
        ),
      ),
  );
}
