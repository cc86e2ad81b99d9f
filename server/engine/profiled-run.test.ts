import { afterAll, beforeAll, expect, test } from "vitest";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { unpackOperators } from "../traces/operator-events.ts";
import { openTestPool, tensorInput, type TestPool, workflow } from "./pool-for-tests.ts";

let lab: TestPool;
beforeAll(async () => {
  lab = await openTestPool();
});
afterAll(() => lab.close());

test("a run whose models are timed tells which operators its steps spent their time in, before its end", async () => {
  const ref = await lab.putModel(addOne());
  const model = { type: "run-model", params: { model: ref } };
  const graph = workflow(
    { t: tensorInput("float32", [1, 2], [1, 2]), first: model, second: model },
    "t.value -> first.x",
    "first.y -> second.x",
  );

  const run = lab.start(graph, { isProfiled: true });
  const plain = lab.start(graph);
  await Promise.all([run.result, plain.result]);

  for (const nodeId of ["first", "second"]) {
    const [profile] = run.state().nodes[nodeId]!.profiles!;
    expect(profile!.operators).toMatchObject([{ operator: "Add", provider: "CPU", calls: 1 }]);
    const [operator] = unpackOperators(await lab.artifacts.read(profile!.events.hash));
    const step = run.state().nodes[nodeId]!;
    const at = profile!.openedAt + operator!.atUs / 1_000;
    // Starts of steps are whole milliseconds.
    expect(at).toBeGreaterThanOrEqual(step.startedAt! - 1);
    expect(at).toBeLessThanOrEqual(step.startedAt! + step.durationMs! + 5);
  }
  const [call] = plain.state().nodes.first!.calls!;
  expect(call!.at).toBeGreaterThanOrEqual(plain.state().nodes.first!.startedAt! - 1);
  expect(call!.computeMs).toBeGreaterThan(0);
  expect(plain.state().attempts).toMatchObject([
    { environment: { ort: "1.30.0", devices: ["cpu"], models: [{ hash: (ref as { hash: string }).hash }] } },
  ]);
  expect(run.events.at(-1)!.type).toBe("run.finished");
  expect(plain.state().nodes.first!.profiles).toBeUndefined();
});
