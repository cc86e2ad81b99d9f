import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCount } from "./format-number.ts";
import { readNumber } from "./read-number.ts";

test.each([
  ["5", 5],
  [" 5 ", 5],
  ["-0.5", -0.5],
  ["−5", -5],
  ["+5", 5],
  [".5", 0.5],
  ["5.", 5],
  ["1e3", 1000],
  ["1,5", 1.5],
  ["1,", 1],
  ["0,125", 0.125],
  ["1,2500", 1.25],
  ["1,000,000", 1_000_000],
  ["1.000.000", 1_000_000],
  ["1,000.5", 1000.5],
  ["1.000,5", 1000.5],
  ["1 000", 1000],
  ["1 000 000,5", 1_000_000.5],
  ["1'000", 1000],
  ["1_000", 1000],
  ["1.125", 1.125],
])("%j is %d", (text, value) => {
  expect(readNumber(text)).toEqual({ value });
});

test.each([
  ["1.5 s", "s", 1.5],
  ["1.5s", "s", 1.5],
  ["50 %", "%", 50],
  ["640 px", "px", 640],
  ["640", "px", 640],
])("%j in a field of %s is %d", (text, unit, value) => {
  expect(readNumber(text, unit)).toEqual({ value });
});

test.each([
  ["", "“” is no number. Type digits, such as 12 or 0.5."],
  ["½", "“½” is no number. Type digits, such as 12 or 0.5."],
  ["1.5 s", "“1.5 s” is no number. Type digits, such as 12 or 0.5."],
  ["0x10", "“0x10” is no number. Type digits, such as 12 or 0.5."],
  ["1 2", "“1 2” is no number. Type digits, such as 12 or 0.5."],
  ["1,5,5", "“1,5,5” is no number. Type digits, such as 12 or 0.5."],
  ["Infinity", "“Infinity” is no number. Type digits, such as 12 or 0.5."],
  ["1e999", "“1e999” is too large for a number."],
  ["1,000", "“1,000” can be read in two ways. Type 1000 or 1.000."],
  ["-12,125", "“-12,125” can be read in two ways. Type -12125 or -12.125."],
  ["x".repeat(99), `“${"x".repeat(40)}…” is no number. Type digits, such as 12 or 0.5.`],
])("%j is refused, with what to type", (text, error) => {
  expect(readNumber(text)).toEqual({ error });
});

test("a number that is typed as it is shown is that number, or it is asked which", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(finite, (value) => {
      expect(readNumber(String(value))).toEqual({ value: value || 0 });
    }),
  );
  fc.assert(
    fc.property(fc.integer(), (value) => {
      const read = readNumber(formatCount(value));

      expect("value" in read ? read.value : value).toBe(value);
    }),
  );
});
