import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import type { JsonValue } from "../../graph/json.ts";
import { countingLoop, giantOutput } from "../inference/onnx/hostile-models-for-tests.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { expression, numberInput, openTestPool, tensorInput, workflow } from "./pool-for-tests.ts";
import type { TestPool } from "./pool-for-tests.ts";

const ENDLESS = 2n ** 63n - 1n;
const oneFloat = tensorInput("float32", [1], [1]);
const runModel = (ref: JsonValue, more: object = {}) => ({ type: "run-model", params: { model: ref }, ...more });

const arithmetic = workflow(
  { n: numberInput(20), twice: expression("value * 2"), plus: expression("value + 2") },
  "n.value -> twice.value",
  "twice.result -> plus.value",
);

test("calls of a model are joined from the first on, or never, where that was found out before", async () => {
  const items = Array.from({ length: 200 }, (_, item) => ({ dtype: "float32", shape: [1, 2], data: [item, -item] }));
  const joinedIn = async (batching: BatchingVerdict) => {
    const asked: string[] = [];
    const lab = await openTestPool({ findBatching: async (hash) => (asked.push(hash), batching) });
    const ref = await lab.putModel(addOne());
    const input = { type: "workflow-input", params: { name: "t", kind: "tensor", list: true } };
    const run = lab.start(workflow({ t: input, m: runModel(ref) }, "t.value -> m.x"), { inputs: { t: items } });
    expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
    await lab.close();
    expect(asked).toEqual([(ref as { hash: string }).hash]);
    return Math.max(...run.events.map((event) => (event.type === "step.finished" ? (event.batch?.size ?? 1) : 1)));
  };

  expect(await joinedIn({ isBatched: false, why: "It was said so." })).toBe(1);
  expect(await joinedIn({ isBatched: true, why: "It was proved." })).toBeGreaterThan(1);
});

test("a model that requests are expected for is opened before the first, and only once", async () => {
  const asked: string[] = [];
  const lab = await openTestPool({ findBatching: async (hash) => (asked.push(hash), null) });
  const ref = (await lab.putModel(addOne())) as { hash: string };
  const missing = { hash: "0".repeat(64), name: "gone", device: "auto", isQuick: true };
  lab.pool.warm!([missing, { hash: ref.hash, name: "test", device: "auto", isQuick: true }]);
  while (!asked.includes(ref.hash)) await sleep(10);

  const run = lab.start(workflow({ t: tensorInput("float32", [1, 2], [1, 2]), m: runModel(ref) }, "t.value -> m.x"));

  expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
  expect(asked.filter((hash) => hash === ref.hash)).toHaveLength(1);
  await lab.close();
});

describe("an engine that is well", () => {
  let lab: TestPool;
  const onlyEngine = () => lab.pool.engines()[0]!.pid;

  beforeAll(async () => {
    // However slow the machine is, none of these is ended for not having stopped in time.
    lab = await openTestPool({ cancelGraceMs: 300_000 });
  });
  afterAll(() => lab.close());

  test("a graph of real nodes runs in a child process, and its events come in order", async () => {
    const run = lab.start(arithmetic, { inputs: { n: 4 } });

    expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
    expect(run.state().nodes.plus?.outputs.result).toMatchObject({ inline: 10 });
    expect(run.events[0]).toMatchObject({ type: "run.started", worker: "test", attempt: 1 });
    expect(run.events.at(-1)).toMatchObject({ type: "run.finished", outcome: "succeeded" });
    expect(onlyEngine()).not.toBe(process.pid);
  });

  test("a run up to a node computes that one and what it depends on, and nothing else", async () => {
    const run = lab.start(arithmetic, { inputs: { n: 4 }, part: { kind: "to", node: "twice" } });

    expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
    expect(run.state().nodes.twice?.outputs.result).toMatchObject({ inline: 8 });
    expect(Object.keys(run.state().nodes)).toEqual(["n", "twice"]);
  });

  test("models run in it, and what is too large for an event is stored by the worker under its hash", async () => {
    const ref = await lab.putModel(addOne());
    const rows = Array.from({ length: 20_000 }, (_, index) => index);

    const run = lab.start(
      workflow({ t: tensorInput("float32", [10_000, 2], rows), m: runModel(ref) }, "t.value -> m.x"),
    );

    expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
    const { m } = run.state().nodes;
    expect(m).toMatchObject({ status: "succeeded", device: "cpu" });
    const record = m!.outputs.y as { artifact: { hash: string } };
    const stored = await lab.artifacts.read(record.artifact.hash);
    expect(stored.length).toBeGreaterThan(80_000);
  });

  test("an artifact of many megabytes crosses in pieces", async () => {
    const ref = await lab.putModel(giantOutput());
    const size = 5_000_000;

    const run = lab.start(workflow({ t: tensorInput("int64", [1], [size]), m: runModel(ref) }, "t.value -> m.size"));

    expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
    const { artifact } = run.state().nodes.m!.outputs.y as { artifact: { hash: string; sizeBytes: number } };
    expect(artifact.sizeBytes).toBeGreaterThan(size * 4);
    expect(await lab.artifacts.read(artifact.hash)).toHaveLength(artifact.sizeBytes);
  });

  test("finished steps of an earlier attempt are not run again; their values are restored", async () => {
    const first = lab.start(arithmetic, { inputs: { n: 4 } });
    await first.result;
    const { durationMs, outputs } = first.state().nodes.twice!;

    const second = lab.start(arithmetic, {
      attempt: 2,
      inputs: { n: 1_000 },
      finishedSteps: { twice: { durationMs: durationMs!, outputs } },
    });

    expect(await second.result).toEqual({ kind: "finished", outcome: "succeeded" });
    expect(second.events[0]).toMatchObject({ type: "run.started", attempt: 2, resumedSteps: ["twice"] });
    expect(second.state().nodes.plus?.outputs.result).toMatchObject({ inline: 10 });
  });

  test("a graph that does not compile fails the run with its problems", async () => {
    const run = lab.start(workflow({ m: { type: "no-such-node" } }));

    expect(await run.result).toMatchObject({ kind: "finished", outcome: "failed", failure: { kind: "bad-params" } });
  });

  test("a flush is answered when the worker says that all is durable", async () => {
    const ref = await lab.putModel(countingLoop(100_000));
    let flushes = 0;
    const graph = workflow({ t: oneFloat, m: runModel(ref), n: runModel(ref) }, "t.value -> m.x", "m.y -> n.x");

    const run = lab.start(graph, {}, async () => {
      flushes++;
      await sleep(20);
    });

    expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
    expect(flushes).toBeGreaterThan(0);
  });

  test("cancelling between two steps ends the run without ending the engine", async () => {
    const ref = await lab.putModel(countingLoop(200_000));
    const graph = workflow({ t: oneFloat, m: runModel(ref), n: runModel(ref) }, "t.value -> m.x", "m.y -> n.x");
    const pid = (await lab.start(arithmetic).result, onlyEngine());
    const run = lab.start(graph);
    await run.until("step.started", "m");

    run.cancel();

    expect(await run.result).toEqual({ kind: "finished", outcome: "cancelled" });
    expect(run.state().nodes.n?.status).toBe("skipped");
    expect(onlyEngine()).toBe(pid);
  });

  test("a run that is cancelled at once is cancelled", async () => {
    const run = lab.start(arithmetic);

    run.cancel();

    expect(await run.result).toEqual({ kind: "finished", outcome: "cancelled" });
  });

  test("cancelling an older attempt does not touch the newer one of the same run", async () => {
    const older = lab.start(arithmetic, { runId: "same" });
    const newer = lab.start(arithmetic, { runId: "same", attempt: 2 });

    older.cancel();

    expect((await older.result).kind).toBe("finished");
    expect(await newer.result).toEqual({ kind: "finished", outcome: "succeeded" });
  });

  test("an output larger than any memory is an error of its node alone", async () => {
    const ref = await lab.putModel(giantOutput());
    const pid = onlyEngine();

    const run = lab.start(
      workflow({ t: tensorInput("int64", [1], ["1000000000000000"]), m: runModel(ref) }, "t.value -> m.size"),
    );

    expect(await run.result).toMatchObject({ outcome: "failed", failure: { kind: "memory-limit" } });
    expect(onlyEngine()).toBe(pid);
  });
});

test("several engines share the runs", async () => {
  const lab = await openTestPool({ engines: 2 });
  const ref = await lab.putModel(countingLoop(ENDLESS));
  const graph = workflow({ t: oneFloat, m: runModel(ref) }, "t.value -> m.x");

  const runs = [lab.start(graph), lab.start(graph)];
  await Promise.all(runs.map((run) => run.until("step.started", "m")));

  expect(lab.pool.engines().map(({ activeRuns }) => activeRuns)).toEqual([1, 1]);
  for (const run of runs) run.cancel();
  await Promise.all(runs.map(({ result }) => result));
  await lab.close();
});

test("closing the pool ends its engines and leaves no folder behind", async () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`patchbay-engine-${process.pid}-`));
  const ofOthers = folders();
  const lab = await openTestPool({ engines: 2 });
  await lab.start(arithmetic).result;
  const pids = lab.pool.engines().map(({ pid }) => pid);
  const run = lab.start(arithmetic);

  await lab.pool.close();

  expect(["finished", "engine-lost"]).toContain((await run.result).kind);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  expect(folders().filter((name) => !ofOthers.includes(name))).toEqual([]);
  await lab.close();
});
