import fc from "fast-check";
import { expect, test } from "vitest";
import type { Tolerance } from "#graph/tolerances";
import { initialTolerances } from "#graph/tolerances";
import { draftOf, readDraft, readDrafts } from "./tolerance-draft.ts";

test.each(Object.values(initialTolerances))("$rule is read as it was shown", (tolerance) => {
  expect(readDraft(draftOf(tolerance))).toEqual(tolerance);
});

test("numbers are read back as they were kept, to what people type", () => {
  const number = fc.integer({ min: 0, max: 100_000 }).map((count) => count / 1e8);
  fc.assert(
    fc.property(number, number, (absolute, relative) => {
      const tolerance: Tolerance = { rule: "close", absolute, relative };
      expect(readDraft(draftOf(tolerance))).toEqual(tolerance);
    }),
  );
});

test("shares are shown in percent, and a comma is a point", () => {
  expect(draftOf({ rule: "close", absolute: 0.5, relative: 1e-4 }).numbers).toEqual({
    absolute: "0.5",
    relative: "0.01",
  });
  expect(readDraft({ rule: "edits", numbers: { share: "2,5" } })).toEqual({ rule: "edits", share: 0.025 });
});

test.each(["", " ", "x", "-1", "1e999", "101"])("%j is no share of a text", (share) => {
  expect(readDraft({ rule: "edits", numbers: { share } })).toBeNull();
  expect(readDrafts({ a: { rule: "exact", numbers: {} }, b: { rule: "edits", numbers: { share } } })).toBeNull();
});
