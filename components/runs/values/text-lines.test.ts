import fc from "fast-check";
import { expect, test } from "vitest";
import { findMatches, MAX_ROW_CHARACTERS, printable, rowAt, splitRows } from "./text-lines.ts";

const texts = fc.array(fc.constantFrom("a", "bc", "\n", "\r\n", "💥", "x".repeat(1_999), "y".repeat(2_500)), {
  maxLength: 30,
});

test("rows together are the text, none is too long, and no character is cut in half", () => {
  fc.assert(
    fc.property(texts, (parts) => {
      const text = parts.join("");
      const { starts, count, isCut } = splitRows(text);

      const rows = Array.from({ length: count }, (_, row) => text.slice(starts[row], starts[row + 1]));

      expect(rows.join("")).toBe(text);
      expect(isCut).toBe(false);
      for (const row of rows) {
        expect(row.length).toBeLessThanOrEqual(MAX_ROW_CHARACTERS + 1);
        expect(row.isWellFormed()).toBe(true);
      }
    }),
  );
});

test("rows that go on with a line have its number", () => {
  const { lines, count } = splitRows(`one\n${"x".repeat(4_500)}\nthree`);

  expect([...lines.subarray(0, count)]).toEqual([1, 2, 2, 2, 3]);
});

test("a text of ten megabytes of one line, or of lines alone, is split in time", () => {
  expect(splitRows("x".repeat(10_000_000)).count).toBe(5_000);
  expect(splitRows("\n".repeat(3_000_000))).toMatchObject({ count: 1_000_000, isCut: true });
});

test("the row of each place is found", () => {
  const rows = splitRows("ab\ncd\n\nef");

  expect([0, 2, 3, 6, 7, 8].map((at) => rowAt(rows, at))).toEqual([0, 0, 1, 2, 3, 3]);
});

test("what cannot be seen gets a sign, and what turns text around is taken out", () => {
  expect(printable("a\u0000b\u001b[0m\ud800\u202e.exe\r\n")).toBe("a␀b␛[0m\ufffd\ufffd.exe");
});

test("a search takes its words as they are, whatever their case", () => {
  expect(findMatches("a.b A.B axb", "a.b")).toEqual([0, 4]);
  expect(findMatches("(((", "(")).toEqual([0, 1, 2]);
  expect(findMatches("abc", "")).toEqual([]);
  expect(findMatches("a".repeat(20_000), "a")).toHaveLength(10_000);
});
