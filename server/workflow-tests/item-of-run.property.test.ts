import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { planGraph } from "../../graph/plan-graph.ts";
import type { JsonValue } from "../../graph/json.ts";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import { wholePart } from "../../graph/run-part.ts";
import { defaultTolerance } from "../../graph/tolerances.ts";
import { workflowOutputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { runners } from "../../nodes/runners.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { openServices, type EngineServices } from "../engine/open-services.ts";
import { type MadeWorkflow, workflowArbitrary } from "../engine/random-workflow-for-tests.ts";
import { execute } from "../executor/executor-for-tests.ts";
import { createRecorder } from "../values/create-recorder.ts";
import { createRestorer } from "../values/create-restorer.ts";
import { createListIndexes } from "../values/reader/list-index.ts";
import { artifactsOf } from "../worker/artifacts-of.ts";
import { itemOfRun } from "./item-of-run.ts";
import { judgeStored } from "./judge-stored.ts";

// Thousands of executions of real sessions; other suites may run beside this one.
vi.setConfig({ testTimeout: 240_000 });

let folder: string;
let services: EngineServices;
let artifacts: ArtifactStore;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "patchbay-items-"));
  artifacts = await openFolderStore(path.join(folder, "artifacts"));
  const access = { locate: artifacts.localPath, put: artifacts.put };
  services = await openServices(access, { threads: 1, devices: () => ["cpu"], scratchDir: folder });
});
afterAll(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run({ graph }: MadeWorkflow, inputs: Record<string, JsonValue>) {
  const { images, tables, putArtifact, readArtifact } = services;
  const planned = planGraph(graph, definitions);
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join("\n"));
  const { result, state } = await execute(planned.plan, {
    services,
    runners,
    runInput: (name) => inputs[name],
    record: createRecorder({ images, tables, putArtifact }),
    restore: createRestorer({ images, tables, readArtifact }),
  });
  expect(result).toEqual({ outcome: "succeeded" });
  return { graph, inputs, state, number: 1, part: wholePart, status: "succeeded" as const };
}

async function judge(expected: RecordedFlow, came: RecordedFlow) {
  const contents = await Promise.all(
    artifactsOf({ outputs: { expected, came } }).map(async ({ hash, sizeBytes }) => {
      return { key: hash, hash, file: await artifacts.localPath(hash), start: 0, sizeBytes };
    }),
  );
  const context = { codecs: services, indexOf: createListIndexes() };
  return judgeStored({ expected, came, contents, tolerance: defaultTolerance(expected) }, context);
}

test("the test that is made of an item of any list passes on the version that it was made on", async () => {
  let judgedOutputs = 0;
  await fc.assert(
    fc.asyncProperty(workflowArbitrary, fc.nat(), async (workflow, pick) => {
      for (const { bytes } of workflow.models) await artifacts.put(bytes);
      const among = await run(workflow, workflow.inputs);
      for (const [input, given] of Object.entries(workflow.inputs)) {
        if (!Array.isArray(given) || given.length === 0) continue;
        const place = { node: input, port: "value", index: pick % given.length };
        // Where all outputs need the whole list there is no such test.
        const made = await itemOfRun({} as never, among, place).catch(() => null);
        if (!made) continue;
        expect(made.inputs).toEqual({ ...workflow.inputs, [input]: [given[place.index]] });

        const alone = await run(workflow, made.inputs);

        const came = workflowOutputs(workflow.graph, alone.state, definitions);
        for (const [name, expected] of Object.entries(made.outputs)) {
          judgedOutputs++;
          expect(await judge(expected, came[name]!)).toMatchObject({ state: "passed" });
        }
      }
      for (const { ref } of workflow.models) await services.models.forget(ref.hash);
    }),
    { numRuns: 60 },
  );
  expect(judgedOutputs).toBeGreaterThan(40);
});
