import fc from "fast-check";
import { expect, test } from "vitest";
import { createReadyQueue } from "./ready-queue.ts";

test("gives the longest critical path first, whatever comes in between", () => {
  const paths = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(paths, fc.infiniteStream(fc.boolean()), (lengths, pops) => {
      const queue = createReadyQueue(Int32Array.from(lengths));
      const ready: number[] = [];
      const takeOne = () => {
        const step = queue.pop();
        const longest = Math.max(...ready.map((other) => lengths[other]!));
        expect(lengths[step]).toBe(longest);
        expect(ready).toContain(step);
        ready.splice(ready.indexOf(step), 1);
      };

      for (const step of lengths.keys()) {
        queue.push(step);
        ready.push(step);
        if (pops.next().value) takeOne();
      }
      while (queue.size > 0) takeOne();

      expect(ready).toEqual([]);
      expect(queue.pop()).toBe(-1);
    }),
  );
});

test("serves an empty plan and one of a single long chain", () => {
  const chain = Int32Array.from({ length: 40_000 }, (_, step) => 39_999 - step);
  const queue = createReadyQueue(chain);
  for (const step of [7, 39_999, 0, 33]) queue.push(step);

  expect(createReadyQueue(new Int32Array(0)).pop()).toBe(-1);
  expect([queue.pop(), queue.pop(), queue.pop(), queue.pop()]).toEqual([0, 7, 33, 39_999]);
});
