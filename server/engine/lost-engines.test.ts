import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import { countingLoop, giantOutput, growers } from "../inference/onnx/hostile-models-for-tests.ts";
import { expression, numberInput, openTestPool, tensorInput, workflow } from "./pool-for-tests.ts";
import type { TestPool } from "./pool-for-tests.ts";

/** Closed after each test. */
let lab: TestPool;
const ENDLESS = 2n ** 63n - 1n;
const oneFloat = tensorInput("float32", [1], [1]);
const runModel = (ref: JsonValue, more: object = {}) => ({ type: "run-model", params: { model: ref }, ...more });

afterEach(() => lab?.close());

function onlyEngine(): number {
  return lab.pool.engines()[0]!.pid;
}

async function untilGone(pid: number) {
  while (lab.pool.engines().some((engine) => engine.pid === pid)) await sleep(10);
}

const arithmetic = workflow(
  { n: numberInput(20), twice: expression("value * 2"), plus: expression("value + 2") },
  "n.value -> twice.value",
  "twice.result -> plus.value",
);

describe("when the engine is lost", () => {
  test("by kill -9 in mid-run, every run in it hears so, and the next run finds a new engine", async () => {
    lab = await openTestPool();
    const ref = await lab.putModel(countingLoop(ENDLESS));
    const run = lab.start(workflow({ t: oneFloat, m: runModel(ref) }, "t.value -> m.x"));
    const other = lab.start(arithmetic);
    await Promise.all([run.until("step.started", "m"), other.until("run.started")]);
    const pid = onlyEngine();

    process.kill(pid, "SIGKILL");

    expect(await run.result).toEqual({ kind: "engine-lost", message: "The engine process ended (signal SIGKILL)." });
    await other.result;
    expect(await lab.start(arithmetic).result).toMatchObject({ outcome: "succeeded" });
    expect(onlyEngine()).not.toBe(pid);
  });

  test("again and again, it is replaced each time, and runs that come meanwhile wait", async () => {
    lab = await openTestPool();
    for (let time = 0; time < 3; time++) {
      const pid = onlyEngine();
      process.kill(pid, "SIGKILL");
      await untilGone(pid);
      const runs = [lab.start(arithmetic), lab.start(arithmetic)];

      expect(await Promise.all(runs.map(({ result }) => result))).toMatchObject([
        { kind: "finished" },
        { kind: "finished" },
      ]);
    }
  });

  test("because it sent what is no message, that costs this engine alone", async () => {
    lab = await openTestPool({ entry: new URL("garbage-engine-for-tests.ts", import.meta.url).pathname });
    const pid = onlyEngine();

    await untilGone(pid);

    expect(lab.log.join("\n")).toContain("sent what is no message");
  });

  test("in the middle of a frame, nothing of that frame is heard", async () => {
    lab = await openTestPool({ entry: new URL("half-frame-engine-for-tests.ts", import.meta.url).pathname });

    const run = lab.start(arithmetic);

    expect(await run.result).toMatchObject({
      kind: "engine-lost",
      message: expect.stringContaining("code 3") as string,
    });
    expect(run.events).toEqual([]);
  });

  test("because it is silent, though nothing else is wrong", async () => {
    lab = await openTestPool({
      entry: new URL("silent-engine-for-tests.ts", import.meta.url).pathname,
      silenceLimitMs: 1_500,
    });

    const run = lab.start(arithmetic);

    expect(await run.result).toMatchObject({
      kind: "engine-lost",
      message: expect.stringMatching(/no sign of life for \d+ s/) as string,
    });
  });
});

describe("43: a model that never ends", () => {
  let ref: JsonValue;
  let graph: ReturnType<typeof workflow>;
  const open = async (options = {}, more: object = {}) => {
    lab = await openTestPool(options);
    ref = await lab.putModel(countingLoop(ENDLESS));
    graph = workflow({ t: oneFloat, m: runModel(ref, more) }, "t.value -> m.x");
  };

  test("is ended by cancelling the run, and the next run is computed", async () => {
    await open();
    const run = lab.start(graph);
    await run.until("step.started", "m");
    await sleep(500); // the native call has begun, unless the machine is busy

    run.cancel();

    expect(await run.result).toEqual({ kind: "finished", outcome: "cancelled" });
    expect(await lab.start(arithmetic).result).toMatchObject({ outcome: "succeeded" });
  });

  test("is ended at the time limit of its node; others in the engine are not to blame", async () => {
    await open({}, { timeoutMs: 300 });
    const slow = lab.start(graph);
    await slow.until("step.started", "m");
    const other = lab.start(arithmetic);

    expect(await slow.result).toMatchObject({ kind: "finished", outcome: "failed", failure: { kind: "timeout" } });
    expect([
      { kind: "engine-lost", message: expect.any(String) as string, isBystander: true },
      { kind: "finished", outcome: "succeeded" },
    ]).toContainEqual(await other.result);
    expect(slow.state().nodes.m?.status).toBe("failed");
  });

  test("is ended at the time limit of the run", async () => {
    await open();

    const run = lab.start(graph, { timeoutMs: 300 });

    expect(await run.result).toMatchObject({ kind: "finished", outcome: "failed", failure: { kind: "timeout" } });
  });
});

describe("44: a model with a giant output", () => {
  test.each(growers)("by %s ends at the memory limit, and says so", async (operator) => {
    lab = await openTestPool({ memoryLimitBytes: 600_000_000 });
    const ref = await lab.putModel(giantOutput(operator));

    const run = lab.start(
      workflow({ t: tensorInput("int64", [1], [500_000_000]), m: runModel(ref) }, "t.value -> m.size"),
    );

    expect(await run.result).toMatchObject({
      kind: "finished",
      outcome: "failed",
      failure: { kind: "memory-limit", message: expect.stringContaining("of 600 MB") as string },
    });
    expect(await lab.start(arithmetic).result).toMatchObject({ outcome: "succeeded" });
  });
});
