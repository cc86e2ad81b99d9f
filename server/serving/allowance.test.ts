import fc from "fast-check";
import { expect, test } from "vitest";
import { createAllowance } from "./allowance.ts";

/** In (0, 1), the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test("whatever the spread of the times, few are late once it is learnt, and no more room is left than they need", () => {
  const spreads = fc.record({
    sigma: fc.double({ min: 0.2, max: 0.5, noNaN: true }),
    seed: fc.integer({ min: 1, max: 1e9 }),
  });
  fc.assert(
    fc.property(spreads, ({ sigma, seed }) => {
      const random = randomFrom(seed);
      // Log-normal round 1, by Box and Muller.
      const ratio = () => Math.exp(sigma * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()));
      const allowance = createAllowance();
      for (let turn = 0; turn < 1_000; turn++) allowance.observe(ratio());
      let [late, sum] = [0, 0];
      for (let turn = 0; turn < 10_000; turn++) {
        const taken = ratio();
        sum += allowance.factor();
        if (taken > allowance.factor()) late++;
        allowance.observe(taken);
      }
      expect(late / 10_000).toBeLessThan(0.02);
      // The 99th percentile of the distribution, or what is always left.
      expect(sum / 10_000).toBeLessThan(Math.max(1.5, Math.exp(2.33 * sigma)) * 1.5);
    }),
    { numRuns: 50 },
  );
});

test("it never asks for less than half as long again, nor for more than four times the estimate", () => {
  const allowance = createAllowance();
  for (let turn = 0; turn < 1_000; turn++) allowance.observe(0.1);
  expect(allowance.factor()).toBe(1.5);
  for (let turn = 0; turn < 1_000; turn++) allowance.observe(Infinity);
  expect(allowance.factor()).toBe(4);
});
