import fc from "fast-check";
import { expect, test } from "vitest";
import { createJointCost } from "./joint-cost.ts";

const ones = (count: number) => Array.from({ length: count }, () => 1);

/** Answers what waits with runs that take `timeOf(rows)`, as often as said, and gives the sizes that were chosen. */
function follow(timeOf: (rows: number) => number, { waiting, runs }: { waiting: number; runs: number }) {
  const cost = createJointCost();
  const sizes: number[] = [];
  let spentMs = 0;
  for (let run = 0; run < runs; run++) {
    const size = cost.choose(ones(waiting));
    sizes.push(size);
    spentMs += timeOf(size);
    cost.learn(size, timeOf(size));
  }
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  return { cost, sizes, aloneShare: (rows * timeOf(1)) / spentMs };
}

test("where a run costs more than its rows, all that waits is computed together before long", () => {
  const { sizes } = follow((rows) => 1 + 0.01 * rows, { waiting: 64, runs: 40 });

  expect(sizes.slice(0, 6)).toEqual(ones(6));
  expect(sizes.slice(-20).filter((size) => size !== 64).length).toBeLessThanOrEqual(1);
});

test("sizes grow by doubling at most", () => {
  const { sizes } = follow((rows) => 1 + 0.01 * rows, { waiting: 1_000, runs: 60 });

  let largest = 1;
  for (const size of sizes) {
    expect(size).toBeLessThanOrEqual(2 * largest);
    largest = Math.max(largest, size);
  }
  expect(largest).toBe(1_000);
});

test("the line through what was measured says what a run and what a row costs", () => {
  const { cost } = follow((rows) => 3 + 0.5 * rows, { waiting: 32, runs: 40 });

  expect(cost.line()!.msPerRun).toBeCloseTo(3, 1);
  expect(cost.line()!.msPerRow).toBeCloseTo(0.5, 2);
});

test("where joining is slower, as on processors it may be, it costs no more than one part in thirty", () => {
  const { aloneShare } = follow((rows) => rows * (rows === 1 ? 1 : 1.5), { waiting: 16, runs: 2_000 });

  expect(aloneShare).toBeGreaterThan(0.97);
});

test("a gain below 5 % is left alone", () => {
  const { sizes } = follow((rows) => rows + 0.01, { waiting: 16, runs: 300 });

  expect(sizes.filter((size) => size > 1).length).toBeLessThan(10);
});

test("a size beyond which each row takes longer is not passed", () => {
  const { sizes } = follow((rows) => 1 + rows * (rows > 16 ? 0.5 : 0.1), { waiting: 64, runs: 400 });

  const settled = sizes.slice(100);
  expect(settled.filter((size) => size > 16).length / settled.length).toBeLessThan(0.02);
  expect(settled.filter((size) => size === 16).length / settled.length).toBeGreaterThan(0.95);
});

test("a model that became quicker to join is found out", () => {
  const cost = createJointCost();
  const play = (timeOf: (rows: number) => number) => {
    const size = cost.choose(ones(16));
    cost.learn(size, timeOf(size));
    return size;
  };
  for (let run = 0; run < 200; run++) play((rows) => rows);

  const sizes = Array.from({ length: 2_000 }, () => play((rows) => 1 + 0.05 * rows));

  expect(sizes.at(-1)).toBe(16);
});

test("single disturbed runs change nothing", () => {
  let run = 0;
  const { sizes } = follow((rows) => (1 + 0.01 * rows) * (++run % 10 === 0 ? 8 : 1), { waiting: 32, runs: 200 });

  expect(sizes.slice(-50).filter((size) => size !== 32).length).toBeLessThanOrEqual(2);
});

test("whatever the costs, it loses no more than one part in thirty against one by one", () => {
  fc.assert(
    fc.property(
      fc.record({
        msPerRun: fc.double({ min: 0, max: 10, noNaN: true }),
        msPerRow: fc.double({ min: 0.01, max: 10, noNaN: true }),
      }),
      fc.integer({ min: 2, max: 64 }),
      ({ msPerRun, msPerRow }, waiting) => {
        const { aloneShare } = follow((rows) => msPerRun + msPerRow * rows, { waiting, runs: 500 });
        expect(aloneShare).toBeGreaterThan(0.97);
      },
    ),
  );
});

test("what was measured alone in a busy moment does not speak for joining for ever", () => {
  const cost = createJointCost();
  const play = (timeOf: (rows: number) => number) => {
    const size = cost.choose(ones(16));
    cost.learn(size, timeOf(size));
    return size;
  };
  for (let run = 0; run < 100; run++) play((rows) => (rows === 1 ? 1.5 : rows));

  const sizes = Array.from({ length: 2_000 }, () => play((rows) => rows));

  expect(sizes.slice(-500).filter((size) => size > 1).length).toBeLessThan(50);
});
