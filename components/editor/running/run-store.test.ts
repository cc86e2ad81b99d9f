import { expect, test } from "vitest";
import { wholePart } from "#graph/run-part";
import { createRunStore } from "./run-store.ts";

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
