import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { addOne, floats, tensor } from "../../inference/onnx/onnx-writer-for-tests.ts";
import { readOnnx } from "../../inference/read-onnx.ts";
import type { InferJob } from "../served-endpoint.ts";
import { floatBytes } from "../model-server-for-tests.ts";
import { readNumbers } from "../wire-tensor.ts";
import { openContentStock } from "./open-content-stock.ts";
import type { StockedContent } from "./open-content-stock.ts";

const folder = mkdtempSync(join(tmpdir(), "patchbay-stock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** y = x + step, which counts as `sizeBytes`. */
function adding(step: number, { sizeBytes = 10, workspaceId = "w" } = {}): StockedContent {
  const bytes = addOne({ initializers: [tensor({ name: "one", dims: [1], raw: floats(step) })] });
  const path = join(folder, `${step}.onnx`);
  writeFileSync(path, bytes);
  const hash = createHash("sha256").update(bytes).digest("hex");
  const { inputs, outputs } = readOnnx(bytes);
  const name = `step-${step}`;
  return {
    key: name,
    id: `${name}/1`,
    workspaceId,
    sizeBytes,
    content: () => Promise.resolve({ type: "model", name, version: "1", path, hash, inputs, outputs }),
  };
}
function open(options: { budgetBytes?: number; idleMs?: number } = {}) {
  const limits = { maxWaiting: 8, maxWaitingBytes: 1_000_000, maxWaitMs: 30_000 };
  const stock = openContentStock({
    threads: 1,
    budgetBytes: 100,
    idleMs: 600_000,
    limits,
    onLog: () => {},
    ...options,
  });
  onTestFinished(() => stock.close());
  const add = async (stocked: StockedContent, more: Partial<InferJob> = {}) => {
    const { tensors } = await stock.infer(stocked, {
      inputs: [{ name: "x", dtype: "float32", shape: [1, 2], bytes: floatBytes([1, 2]) }],
      outputs: ["y"],
      signal: new AbortController().signal,
      keyId: null,
      deadlineAt: null,
      ...more,
    });
    return [...(readNumbers("float32", tensors[0]!.bytes) as Float32Array)];
  };
  return { stock, add };
}

test("there is no process until something is asked for, and none any more once nothing is loaded", async () => {
  const { stock, add } = open({ idleMs: 100 });
  expect(stock.pid()).toBeNull();

  expect(await add(adding(1))).toEqual([2, 3]);

  expect(stock.pid()).toBeGreaterThan(0);
  await vi.waitFor(() => expect(stock.pid()).toBeNull(), { timeout: 60_000 });
  expect(await add(adding(1))).toEqual([2, 3]);
});

test("beyond the budget what is idle goes, and comes back when it is asked for", async () => {
  const { stock, add } = open({ budgetBytes: 25 });
  const loaded = () => ["step-1", "step-2", "step-3"].filter(stock.isLoaded);

  await add(adding(1));
  await add(adding(2));
  expect(loaded()).toEqual(["step-1", "step-2"]);
  await add(adding(3));
  expect(loaded()).toEqual(["step-2", "step-3"]);

  expect(await add(adding(1))).toEqual([2, 3]);
  expect(loaded()).toHaveLength(2);
});

test("what is larger than the budget is computed all the same, and does not stay", async () => {
  const { stock, add } = open({ budgetBytes: 5 });

  expect(await Promise.all([add(adding(1)), add(adding(2)), add(adding(1))])).toEqual([
    [2, 3],
    [3, 4],
    [2, 3],
  ]);
  expect(stock.isLoaded("step-1") || stock.isLoaded("step-2")).toBe(false);
});

test("what is dropped while it is asked answers, and gives its memory back then", async () => {
  const { stock, add } = open();
  const asked = add(adding(4));

  stock.drop("step-4");

  expect(await asked).toEqual([5, 6]);
  expect(stock.isLoaded("step-4")).toBe(false);
});

test("a model that cannot be loaded says why, and is not tried again at once", async () => {
  const { stock, add } = open();
  const broken = adding(5);
  writeFileSync(join(folder, "5.onnx"), "no model");

  await expect(add(broken)).rejects.toMatchObject({ status: 503, message: /cannot be loaded: .*has changed/ as never });
  expect(stock.refusalOf("step-5")).toMatch(/cannot be loaded/);
  expect(await add(adding(6))).toEqual([7, 8]);
});

test("requests of one workspace do not take all the room", async () => {
  const { add } = open();
  const many = Array.from({ length: 20 }, () => add(adding(7)));
  const other = add(adding(7, { workspaceId: "another" }));

  const outcomes = await Promise.allSettled(many);

  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  for (const one of refused) {
    expect((one as PromiseRejectedResult).reason).toMatchObject({
      status: 429,
      message: /4 requests of this workspace/ as never,
    });
  }
  expect(await other).toEqual([8, 9]);
});

test("a client that goes, or whose time is over, does not wait for the loading", async () => {
  const { add } = open();
  const gone = new AbortController();
  const asked = add(adding(8), { signal: gone.signal });
  gone.abort();

  await expect(asked).rejects.toMatchObject({ status: 499 });
  await expect(add(adding(9), { deadlineAt: performance.now() })).rejects.toMatchObject({ status: 504 });
  expect(await add(adding(8))).toEqual([9, 10]);
});
