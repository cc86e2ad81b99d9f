import fc from "fast-check";
import { expect, test } from "vitest";
import { replacementFor } from "./replacement-for.ts";

test("only what differs is replaced", () => {
  expect(replacementFor("Hello {{who}}", "Hello all {{who}}")).toEqual({ from: 6, to: 6, insert: "all " });
  expect(replacementFor("aaa", "aa")).toEqual({ from: 2, to: 3, insert: "" });
});

test("it makes the one text of the other", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "🙂") });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { from, to, insert } = replacementFor(before, after);

      expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
    }),
  );
});
