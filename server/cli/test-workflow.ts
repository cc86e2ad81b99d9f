import { setTimeout as sleep } from "node:timers/promises";
import { tenantOf } from "../db/tenant.ts";
import { AppError } from "../app-error.ts";
import { migrateDatabase } from "../db/migrate-database.ts";
import { readEnv } from "../env.ts";
import { openRunServices } from "../runs/run-services.ts";
import type { RunContext } from "../runs/run-services.ts";
import { COMMAND_LINE } from "../runs/starter-name.ts";
import type { TestResult, WorkflowTest } from "../workflow-tests/list-tests.ts";
import { listTests } from "../workflow-tests/list-tests.ts";
import { runTests } from "../workflow-tests/run-tests.ts";
import { reasonOf } from "../workflow-tests/tests-standing.ts";
import { findSaved } from "./find-saved.ts";
import { parseDuration } from "./parse-duration.ts";
import { readArguments } from "./read-arguments.ts";
import { UsageError } from "./usage-error.ts";
import { withDatabase } from "./with-database.ts";
import { isWorkerThere, withWorker } from "./with-worker.ts";

const LOOK_EVERY_MS = 200;

/** Runs all tests of a saved workflow on one of its versions. 0 when all passed, 1 when one did not, 2 when they cannot be run. */
export async function testWorkflow(args: string[]): Promise<number> {
  const asked = readArguments(args, {
    subject: "the title or id of a saved workflow",
    takes: ["version", "timeout", "json"],
  });
  const version = asked.version === undefined ? undefined : parseVersion(asked.version);
  const timeoutMs = asked.timeout === undefined ? null : parseDuration(asked.timeout, "--timeout");
  return await withDatabase(
    async ({ database, databaseUrl }) => {
      // Without a worker no server runs, and nobody may have brought the database to this release.
      if (!(await isWorkerThere(database))) await migrateDatabase(databaseUrl);
      const workflow = await findSaved(database, asked.subject);
      const runServices = await openRunServices({ database, databaseUrl, limits: readEnv().runLimits });
      try {
        const tenant = tenantOf(database, workflow.workspaceId);
        const context: RunContext = { tenant, userId: COMMAND_LINE, role: "runner", runServices };
        const started = await start(context, { workflow, version });
        const tests = await withWorker({ database, databaseUrl }, () =>
          untilJudged(context, { workflowId: workflow.id, version: started, timeoutMs }),
        );
        return report({ workflow, version: started, tests }, asked.json);
      } finally {
        await runServices.close();
      }
    },
    { maxConnections: 4 },
  );
}

type Outcomes = {
  workflow: { id: string; title: string };
  version: number;
  tests: { test: WorkflowTest; result: TestResult | null }[];
};

/** Gives the version that is tested. @throws UsageError where there is nothing to run, or not all of it can be started */
async function start(
  context: RunContext,
  { workflow, version: asked }: { workflow: Outcomes["workflow"]; version: number | undefined },
): Promise<number> {
  const { version, total, held } = await runTests(context, { workflowId: workflow.id, version: asked }).catch(
    (error: unknown) => {
      throw error instanceof AppError ? new UsageError(error.message) : error;
    },
  );
  if (held !== null) throw new UsageError(held);
  if (total > 0) return version;
  throw new UsageError(`"${workflow.title}" has no tests. Keep a run as a test on its page.`);
}

async function untilJudged(
  context: RunContext,
  { workflowId, version, timeoutMs }: { workflowId: string; version: number; timeoutMs: number | null },
): Promise<Outcomes["tests"]> {
  const endsAt = timeoutMs === null ? Infinity : performance.now() + timeoutMs;
  for (;;) {
    const { tests } = await listTests(context, { workflowId, versions: 1_000 });
    const outcomes = tests.map((test) => ({
      test,
      result: test.results.find((result) => result.version === version) ?? null,
    }));
    const isOver = outcomes.every(({ result }) => result?.state !== "running");
    if (isOver || performance.now() > endsAt) return outcomes;
    await sleep(LOOK_EVERY_MS);
  }
}

function report({ workflow, version, tests }: Outcomes, isJson: boolean): number {
  const told = tests.map(({ test: { name }, result }) => ({
    name,
    state: result?.state ?? ("not-run" as const),
    reason: result ? lineOf(result) : "It came while the others ran.",
    outputs: result?.outputs ?? {},
    run: result?.run && { id: result.run.id, number: result.run.number },
  }));
  const passed = told.filter(({ state }) => state === "passed").length;
  if (isJson) console.log(JSON.stringify({ workflow, version, passed, total: told.length, tests: told }, null, 2));
  else {
    for (const { name, state, reason, run } of told) {
      const why = state === "passed" ? "" : `: ${reason}`;
      console.log(`${state.padEnd(8)}${name}${why}${state !== "passed" && run ? ` (run ${run.number})` : ""}`);
    }
    console.log(`${passed} of ${told.length} tests of "${workflow.title}" passed on version ${version}.`);
  }
  return passed === told.length ? 0 : 1;
}

function lineOf({ state, run, ...result }: TestResult): string {
  if (state !== "running") return reasonOf(result);
  return run?.status === "waiting"
    ? "it waits for an answer or a time, and the time limit is over"
    : "it has not ended within the time limit";
}

function parseVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`The option "--version" takes the number of a version, such as 3, not "${text}".`);
}
