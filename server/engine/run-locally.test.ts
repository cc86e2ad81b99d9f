import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RunEvent } from "../../graph/run-events.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { expression, numberInput, tensorInput, workflow } from "./pool-for-tests.ts";
import { runLocally } from "./run-locally.ts";

let folder: string;
let artifacts: ArtifactStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "patchbay-local-"));
  artifacts = await openFolderStore(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const double = workflow({ n: numberInput(20), twice: expression("value * 2") }, "n.value -> twice.value");

test("a graph runs in this process, with the inputs given and each event as it comes", async () => {
  const events: RunEvent["type"][] = [];

  const { outcome, failure, state } = await runLocally({
    graph: double,
    inputs: { n: 21 },
    artifacts,
    onEvent: ({ type }) => events.push(type),
  });

  expect([outcome, failure]).toEqual(["succeeded", undefined]);
  expect(state.nodes.twice?.outputs.result).toMatchObject({ inline: 42 });
  expect([events[0], events.at(-1)]).toEqual(["run.started", "run.finished"]);
});

test("models come from the store, and large values go into it", async () => {
  const { hash } = await artifacts.put(addOne());
  const signature = (name: string) => [{ name, dtype: "float32", shape: ["batch", 2] }];
  const graph = workflow(
    {
      t: tensorInput(
        "float32",
        [10_000, 2],
        Array.from({ length: 20_000 }, () => 1),
      ),
      m: {
        type: "run-model",
        params: { model: { hash, name: "add one", inputs: signature("x"), outputs: signature("y") } },
      },
    },
    "t.value -> m.x",
  );

  const { outcome, state } = await runLocally({ graph, artifacts });

  expect(outcome).toBe("succeeded");
  const { artifact } = state.nodes.m!.outputs.y as { artifact: { hash: string } };
  expect(await artifacts.has(artifact.hash)).toBe(true);
});

test("what fails is in the outcome, the failure and the state alike", async () => {
  const graph = workflow({ n: numberInput(1), e: expression("value.no.such") }, "n.value -> e.value");

  const { outcome, failure, state } = await runLocally({ graph, artifacts });

  expect(outcome).toBe("failed");
  expect(failure).toMatchObject({ kind: "expression-failed" });
  expect(state.nodes.e).toMatchObject({ status: "failed", failure });
});

test("a graph that does not compile fails with its problems, not with an exception", async () => {
  const { outcome, failure } = await runLocally({ graph: workflow({ x: { type: "no-such-node" } }), artifacts });

  expect(outcome).toBe("failed");
  expect(failure?.message).toContain("no-such-node");
});

test("a run that is cancelled ends as cancelled, and leaves no temporary folder", async () => {
  const temporary = await mkdtemp(path.join(folder, "tmp-"));
  vi.stubEnv("TMPDIR", temporary);

  const { outcome } = await runLocally({ graph: double, artifacts, signal: AbortSignal.abort() });

  expect(outcome).toBe("cancelled");
  expect(await readdir(temporary)).toEqual([]);
  vi.unstubAllEnvs();
});
