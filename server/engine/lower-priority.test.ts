import { readdirSync, readFileSync } from "node:fs";
import { constants, getPriority } from "node:os";
import { expect, test } from "vitest";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { lowerPriority } from "./lower-priority.ts";
import { openTestPool, tensorInput, workflow } from "./pool-for-tests.ts";

const lowered = Math.min(constants.priority.PRIORITY_LOW, getPriority() + constants.priority.PRIORITY_BELOW_NORMAL);

/** Of each thread; the kernel has them in the 19th field of its statistics. */
function prioritiesOfThreads(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
  });
}

test("an engine stands behind its worker, and so do the threads that its models start", async () => {
  const lab = await openTestPool({ engines: 1, threads: 3 });
  const model = { type: "run-model", params: { model: await lab.putModel(addOne()) } };
  const run = lab.start(workflow({ t: tensorInput("float32", [1, 2], [1, 2]), m: model }, "t.value -> m.x"));
  expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
  const [engine] = lab.pool.engines();

  expect(getPriority(engine!.pid)).toBe(lowered);
  if (process.platform === "linux") {
    // The one that calls the model, and the two that help it.
    const behind = prioritiesOfThreads(engine!.pid).filter((priority) => priority === lowered);
    expect(behind.length).toBeGreaterThanOrEqual(3);
  }
  await lab.close();
});

test("a process that has ended already is no error", () => {
  expect(() => lowerPriority(2 ** 22 + 1)).not.toThrow();
  expect(() => lowerPriority(undefined)).not.toThrow();
});
