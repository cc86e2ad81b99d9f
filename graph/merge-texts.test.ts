import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeTexts, placeAfter } from "./merge-texts.ts";

test.each([
  ["one two", "ONE two", "one TWO", "ONE TWO"],
  ["one two", "one TWO", "ONE two", "ONE TWO"],
  ["one two", "one two three", "zero one two", "zero one two three"],
  ["one two three", "one 2 three", "one two 3", "one 2 3"],
  ["", "mine", "theirs", "theirsmine"],
  ["a", "a mine", "a theirs", "a theirs mine"],
  ["one", "one", "two", "two"],
])("of %j, %j and %j become %j", (base, mine, theirs, merged) => {
  expect(mergeTexts(base, { mine, theirs })).toBe(merged);
});

test.each([
  ["one", "two", "three"],
  ["one two three", "one", "one 2 three"],
  ["one two", "two", "one"],
])("of %j, %j and %j nothing is made: both changed the same words", (base, mine, theirs) => {
  expect(mergeTexts(base, { mine, theirs })).toBeNull();
});

test("all that either side put in is there where a merge is, and either side alone stands as it is", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", " "), maxLength: 8 });
  const added = fc.record({ at: fc.nat(8), words: fc.string({ unit: fc.constantFrom("x", "y"), maxLength: 3 }) });
  fc.assert(
    fc.property(text, added, added, (base, one, other) => {
      const [mine, theirs] = [one, other].map(({ at, words }) => base.slice(0, at) + words + base.slice(at));

      const merged = mergeTexts(base, { mine: mine!, theirs: theirs! })!;

      expect(merged).toHaveLength(base.length + one.words.length + other.words.length);
      expect(mergeTexts(base, { mine: mine!, theirs: base })).toBe(mine);
      expect(mergeTexts(base, { mine: base, theirs: theirs! })).toBe(theirs);
    }),
  );
});

test.each([
  [0, "one two", "zero one two", 5],
  [3, "one two", "one and two", 3],
  [7, "one two", "one and two", 11],
  [5, "one XX two", "one two", 4],
  [2, "one", "one", 2],
])("the place %i of %j is in %j at %i", (place, before, after, expected) => {
  expect(placeAfter(place, { before, after })).toBe(expected);
});
