import { expect, test } from "vitest";
import { ownTimes } from "./operator-events.ts";

const event = (operator: string, atUs: number, durationUs: number) => ({
  name: operator,
  operator,
  provider: "CPU",
  atUs,
  durationUs,
});

test("what a loop computes counts as its own time, not as the loop's as well", () => {
  // As the runtime writes them down: each when it ends.
  const events = [
    event("Add", 10, 20),
    event("If", 40, 30),
    event("Mul", 45, 5),
    event("Loop", 5, 80),
    event("Relu", 90, 7),
  ];
  const own = Object.fromEntries(ownTimes(events).map(({ operator, durationUs }) => [operator, durationUs]));

  expect(own).toEqual({ Loop: 80 - 20 - 30, Add: 20, If: 30 - 5, Mul: 5, Relu: 7 });
  expect(events[3]!.durationUs).toBe(80);
});
