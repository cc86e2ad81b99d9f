import { expect, test } from "vitest";
import { queuedRun } from "#graph/reduce-run";
import type { RunState } from "#graph/run-events";
import { wholePart } from "#graph/run-part";
import { createRunStore, lastOutput } from "./run-store.ts";

/** A run store whose frames are drawn when the test says so. */
function storeByHand() {
  let frame = () => {};
  const store = createRunStore(null, (fold) => (frame = fold));
  return { store, draw: () => frame() };
}

test("a run's events are asked for before it is shown", async () => {
  const { store } = storeByHand();
  const shown = store.openSoon("a", wholePart);

  expect(store.getState()).toMatchObject({ runId: null, next: { runId: "a" } });
  await shown;
  expect(store.getState()).toMatchObject({ runId: "a", next: null, run: { status: "queued" } });
});

test("what happens in a run before it is shown shows it, and is not lost", async () => {
  const { store, draw } = storeByHand();
  const shown = store.openSoon("a", wholePart);
  store.push({ type: "run.started", at: 1, attempt: 1, worker: "w" });
  draw();
  await shown;

  expect(store.getState()).toMatchObject({ runId: "a", run: { status: "running" } });
});

test("of two runs that are asked for at once the newer one is shown", async () => {
  const { store } = storeByHand();
  await Promise.all([store.openSoon("a", wholePart), store.openSoon("b", wholePart)]);

  expect(store.getState().runId).toBe("b");
});

test("where the run of a part gave nothing, an output has what it gave in the run before, as its card shows", () => {
  const { store } = storeByHand();
  const runOf = (values: Record<string, number>): RunState => ({
    ...queuedRun,
    nodes: Object.fromEntries(
      Object.entries(values).map(([node, json]) => [
        node,
        { status: "succeeded", attempt: 1, logs: [], outputs: { out: { kind: "number", json } } } as never,
      ]),
    ),
  });
  store.setState({ before: runOf({ a: 1, b: 2 }), run: runOf({ b: 3 }) });

  const last = (node: string) => lastOutput(store.getState(), { node, port: "out" });

  expect([last("a"), last("b"), last("c")]).toMatchObject([{ json: 1 }, { json: 3 }, undefined]);
});
