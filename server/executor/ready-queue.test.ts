import fc from "fast-check";
import { expect, test } from "vitest";
import { createReadyQueue } from "./ready-queue.ts";

test("gives the lowest rank first, whatever comes in between", () => {
  const someRanks = fc.uniqueArray(fc.integer({ min: 0, max: 39_999 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(someRanks, fc.infiniteStream(fc.boolean()), (ranks, pops) => {
      const queue = createReadyQueue(40_000);
      const ready = new Set<number>();
      const takeOne = () => {
        const rank = queue.pop();
        expect(rank).toBe(Math.min(...ready));
        ready.delete(rank);
      };

      for (const rank of ranks) {
        queue.push(rank);
        ready.add(rank);
        if (pops.next().value) takeOne();
      }
      while (queue.size > 0) takeOne();

      expect(ready.size).toBe(0);
      expect(queue.pop()).toBe(-1);
    }),
  );
});

test("takes any number of steps", () => {
  for (const count of [0, 1, 32, 33, 1_024, 1_025, 32_768, 32_769]) {
    const queue = createReadyQueue(count);
    for (let rank = count - 1; rank >= 0; rank--) queue.push(rank);

    expect(Array.from({ length: count }, () => queue.pop())).toEqual(Array.from({ length: count }, (_, rank) => rank));
    expect(queue.pop()).toBe(-1);
  }
});
