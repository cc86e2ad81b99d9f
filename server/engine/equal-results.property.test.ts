import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { planGraph } from "../../graph/plan-graph.ts";
import type { RunEvent, StepResultRecord } from "../../graph/run-events.ts";
import { definitions } from "../../nodes/definitions.ts";
import { runners } from "../../nodes/runners.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { openTestCache } from "../cache/run-cache-for-tests.ts";
import { execute } from "../executor/executor-for-tests.ts";
import type { ExecutorHost } from "../executor/executor-host.ts";
import { createRecorder } from "../values/create-recorder.ts";
import { createRestorer } from "../values/create-restorer.ts";
import { computePlainly, expectSame, plainOf, type Plain } from "./compute-plainly-for-tests.ts";
import { openServices, type EngineServices } from "./open-services.ts";
import { type MadeWorkflow, workflowArbitrary } from "./random-workflow-for-tests.ts";

// Thousands of executions of real sessions; other suites may run beside this one.
vi.setConfig({ testTimeout: 240_000 });

let folder: string;
let services: EngineServices;
let put: (bytes: Uint8Array) => Promise<unknown>;
/** The most calls of a model that were computed together so far. */
let mostJoined = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "patchbay-equal-"));
  const artifacts = await openFolderStore(path.join(folder, "artifacts"));
  put = artifacts.put;
  const access = { locate: artifacts.localPath, put: artifacts.put };
  services = await openServices(access, { threads: 1, devices: () => ["cpu"], scratchDir: folder });
});
afterAll(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The real nodes on the real services, for one workflow and its inputs. */
function hostFor({ inputs }: MadeWorkflow): Partial<ExecutorHost> {
  const { images, tables, putArtifact, readArtifact } = services;
  return {
    services,
    runners,
    runInput: (name) => inputs[name],
    record: createRecorder({ images, tables, putArtifact }),
    restore: createRestorer({ images, tables, readArtifact }),
    maxConcurrency: 16,
  };
}

function planOf({ graph }: MadeWorkflow) {
  const planned = planGraph(graph, definitions);
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join("\n"));
  return planned.plan;
}

type Done = Awaited<ReturnType<typeof execute>>;

/** By "node.port", as `computePlainly` has it. */
async function resultsOf({ result, state, events }: Done, host: Partial<ExecutorHost>) {
  expect(result).toEqual({ outcome: "succeeded" });
  for (const event of events)
    if (event.type === "step.finished") mostJoined = Math.max(mostJoined, event.batch?.size ?? 0);
  const results: Record<string, Plain> = {};
  for (const [nodeId, { outputs }] of Object.entries(state.nodes))
    for (const [port, record] of Object.entries(outputs))
      results[`${nodeId}.${port}`] = plainOf(await host.restore!(record));
  return results;
}

/** With its models stored; their sessions go when the case is over. */
async function withModels(workflow: MadeWorkflow, check: () => Promise<void>) {
  for (const { bytes } of workflow.models) await put(bytes);
  await check();
  for (const { ref } of workflow.models) await services.models.forget(ref.hash);
}

/** Ahead of their use each model was tried: whether its calls may be joined is known. */
async function withProvedModels(workflow: MadeWorkflow, check: () => Promise<void>) {
  await withModels(workflow, async () => {
    for (const { ref } of workflow.models) await services.models.keepReady(ref);
    await check();
  });
}

test("lists, whose items are computed together where that is allowed, give what each item gives by itself", async () => {
  mostJoined = 0;
  await fc.assert(
    fc.asyncProperty(workflowArbitrary, async (workflow) => {
      await withProvedModels(workflow, async () => {
        const host = hostFor(workflow);
        const expected = await computePlainly(workflow);

        // From the second time on the costs of joining are known.
        for (let time = 0; time < 3; time++)
          expectSame(await resultsOf(await execute(planOf(workflow), host), host), expected, workflow);
      });
    }),
    { numRuns: 60 },
  );
  expect(mostJoined).toBeGreaterThan(1);
});

test("runs at the same time, which share their models, give what each gives alone", async () => {
  mostJoined = 0;
  await fc.assert(
    fc.asyncProperty(workflowArbitrary, async (workflow) => {
      await withProvedModels(workflow, async () => {
        const host = hostFor(workflow);
        const expected = await computePlainly(workflow);

        for (const done of await Promise.all(Array.from({ length: 4 }, () => execute(planOf(workflow), host))))
          expectSame(await resultsOf(done, host), expected, workflow);
      });
    }),
    { numRuns: 30 },
  );
  expect(mostJoined).toBeGreaterThan(1);
});

test("a run again takes all its results from the first, bit by bit", async () => {
  await fc.assert(
    fc.asyncProperty(workflowArbitrary, async (workflow) => {
      await withModels(workflow, async () => {
        const host = hostFor(workflow);
        const lab = openTestCache();

        const first = await lab.run(planOf(workflow), { host, inputs: workflow.inputs });
        const second = await lab.run(planOf(workflow), { host, inputs: workflow.inputs });

        const computing = Object.values(workflow.graph.nodes).filter(({ type }) => !type.startsWith("workflow-"));
        expect(second.cached).toEqual(expect.arrayContaining(computing.map(({ id }) => id)));
        const results = await resultsOf(first, host);
        expect(await resultsOf(second, host)).toEqual(results);
        expectSame(results, await computePlainly(workflow), workflow);
      });
    }),
    { numRuns: 40 },
  );
});

test("a run that was killed after any step, and goes on from what was recorded, ends as if it had not been", async () => {
  await fc.assert(
    fc.asyncProperty(workflowArbitrary, fc.nat(), async (workflow, pick) => {
      await withModels(workflow, async () => {
        const host = hostFor(workflow);
        const plan = planOf(workflow);
        const killAfter = 1 + (pick % plan.steps.length);
        const finishedSteps: Record<string, StepResultRecord> = {};
        const kill = new AbortController();
        const emit = (event: RunEvent) => {
          // What happens after the kill nobody hears of.
          if (event.type !== "step.finished" || kill.signal.aborted) return;
          const { type: _type, nodeId, at: _at, ...record } = event;
          finishedSteps[nodeId] = record;
          if (Object.keys(finishedSteps).length === killAfter) kill.abort();
        };
        await execute(plan, { ...host, emit, signal: kill.signal });

        const resumed = await execute(plan, { ...host, attempt: 2, finishedSteps });

        const before = Object.entries(finishedSteps).map(([id, { outputs }]) => [id, { outputs }] as const);
        const nodes = { ...Object.fromEntries(before), ...resumed.state.nodes };
        const whole = { ...resumed, state: { ...resumed.state, nodes: nodes as Done["state"]["nodes"] } };
        expectSame(await resultsOf(whole, host), await computePlainly(workflow), workflow);
      });
    }),
    { numRuns: 40 },
  );
});
