import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCount } from "./format-number.ts";

test("a count is written as the browser would write it", () => {
  const intl = new Intl.NumberFormat("en-GB");
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, min: -1e6, max: 1e6 })), (count) => {
      fc.pre(!Object.is(count, -0));
      expect(formatCount(count)).toBe(intl.format(count));
    }),
  );
});
