import { expect, test } from "vitest";
import { readsClockOrChance } from "./reads-clock-or-chance.ts";

test.each([
  ["Date.now()", true],
  ["new Date().toISOString()", true],
  ["Math.random() * value", true],
  ['globalThis["Da" + "te"].now()', true],
  ['[].constructor.constructor("return 1")()', true],
  ["D\\u0061te.now()", true],
  ["value.updated - value.dated", false],
  ["Math.round(value * 100) / 100", false],
  ['[...Array(10).keys()].map((n) => n + value).join("\\n")', false],
])("%s: %s", (expression, expected) => {
  expect(readsClockOrChance({ expression })).toBe(expected);
});
