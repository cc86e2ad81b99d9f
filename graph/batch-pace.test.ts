import fc from "fast-check";
import { expect, test } from "vitest";
import { itemsPerSecond, remainingMs } from "./batch-pace.ts";

test("the time that is left follows from the items that ended lately, and is not known before three have", () => {
  expect(itemsPerSecond({ ended: 2, withinMs: 100 })).toBeNull();
  expect(remainingMs(40, { ended: 2, withinMs: 100 })).toBeNull();
  expect(itemsPerSecond({ ended: 10, withinMs: 5_000 })).toBe(2);
  expect(remainingMs(40, { ended: 10, withinMs: 5_000 })).toBe(20_000);
  expect(remainingMs(0, { ended: 0, withinMs: 0 })).toBe(0);
});

test("a stall makes the time that is left longer, never shorter", () => {
  const nat = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(nat, fc.integer({ min: 3, max: 50 }), nat, nat, (left, ended, withinMs, stallMs) => {
      const before = remainingMs(left, { ended, withinMs })!;
      expect(remainingMs(left, { ended, withinMs: withinMs + stallMs })!).toBeGreaterThan(before);
    }),
  );
});
