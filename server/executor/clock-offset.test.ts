import { expect, test } from "vitest";
import { clockOffset } from "./clock-offset.ts";

/** Two clocks 1,000 ms apart, of a machine that stalls for so long before it reads the time of day, each time. */
function clocks(...stallsMs: number[]) {
  let now = 7;
  return { steady: () => now, ofDay: () => 1_000 + (now += stallsMs.shift() ?? 0) };
}

test("the offset is that of the two clocks, whatever comes between them at first", () => {
  expect(clockOffset(clocks())).toBe(1_000);
  expect(clockOffset(clocks(300))).toBe(1_000);
  expect(clockOffset(clocks(300, 40, 0))).toBe(1_000);
});

test("of a machine that stalls each time the least stall counts", () => {
  expect(clockOffset(clocks(300, 2, 40))).toBe(1_002);
});
