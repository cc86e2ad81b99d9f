import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { createTurns } from "./create-turns.ts";
import { execute, steps } from "./executor-for-tests.ts";

/** Lets every turn happen that was asked for. */
async function settle(rounds = 40) {
  for (let round = 0; round < rounds; round++) await setImmediate();
}

/** A chain of `length` steps that take `stepMs` each, without ever giving the thread back by themselves. */
function slowChain(length: number, stepMs: number) {
  const plan = steps(
    Array.from({ length }, (_, index) => (index === 0 ? "n0: give 1" : `n${index}: double <- n${index - 1}`)),
  );
  const busy = ({ inputs }: { inputs: { value: number } }) => {
    const end = performance.now() + stepMs;
    while (performance.now() < end);
    return { value: inputs.value };
  };
  return { plan, runners: { double: busy } };
}

test("turns of one class are given in the order in which they were asked for, one a round", async () => {
  const turns = createTurns();
  const given: string[] = [];
  let rounds = 0;
  const count = () => void globalThis.setImmediate(() => (rounds++, count()));
  count();
  const atRound = new Map<string, number>();
  for (const name of ["a", "b", "c"])
    turns.of({ isUrgent: false })(() => {
      given.push(name);
      atRound.set(name, rounds);
    });

  await settle();

  expect(given).toEqual(["a", "b", "c"]);
  expect(new Set(atRound.values()).size).toBe(3);
});

test("runs that somebody waits for go first, and the others get a turn in five all the same", async () => {
  const turns = createTurns();
  const given: string[] = [];
  const ask = (name: string, isUrgent: boolean, times: number) => {
    const next = turns.of({ isUrgent });
    const again = (left: number) =>
      next(() => {
        given.push(name);
        if (left > 1) again(left - 1);
      });
    again(times);
  };
  ask("batch", false, 4);
  ask("person", true, 12);

  await settle();

  expect(given.join(" ")).toBe(
    "person person person person batch person person person person batch person person person person batch batch",
  );
});

test("a short run is not held up by a long one that never waits for anything", async () => {
  const turns = createTurns();
  const long = slowChain(400, 1);
  const short = slowChain(30, 1);
  let doneOfLong = 0;
  let doneOfLongAtEnd = -1;

  const first = execute(long.plan, {
    runners: long.runners,
    nextTurn: turns.of({ isUrgent: false }),
    emit: ({ type }) => void (doneOfLong += Number(type === "step.finished")),
  });
  await setImmediate();
  await execute(short.plan, { runners: short.runners, nextTurn: turns.of({ isUrgent: false }) });
  doneOfLongAtEnd = doneOfLong;
  await first;

  // Each had about as many turns as the other, so the long one has come about as far as the short one is long.
  expect(doneOfLongAtEnd).toBeLessThan(200);
  expect(doneOfLong).toBe(400);
});

test("messages get through between any two turns, however many runs compute", async () => {
  const turns = createTurns();
  const runs = Array.from({ length: 8 }, () => slowChain(60, 1));
  let heard = 0;
  let isOver = false;
  const listen = () => {
    heard++;
    if (!isOver) globalThis.setImmediate(listen);
  };

  const all = runs.map(({ plan, runners }) => execute(plan, { runners, nextTurn: turns.of({ isUrgent: false }) }));
  listen();
  await Promise.all(all);
  isOver = true;

  // 480 ms of steps in turns of 10 ms or a little more: after each one the event loop came round.
  expect(heard).toBeGreaterThan(30);
});

test("a step that was kept waiting by other work says for how long", async () => {
  const { plan, runners } = slowChain(2, 100);
  const both = steps(["a: give 1", "b: double <- a", "c: double <- a"]);

  const { state } = await execute(both, { runners });
  const alone = await execute(plan, { runners });

  const waits = ["b", "c"].map((nodeId) => state.nodes[nodeId]!.waitedMs ?? 0);
  const longest = Math.max(...waits);
  expect(longest).toBeGreaterThanOrEqual(99);
  expect(Math.min(...waits)).toBeLessThan(longest);
  expect(alone.state.nodes.n1!.waitedMs ?? 0).toBeLessThan(longest);
});
