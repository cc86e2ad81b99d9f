import fc from "fast-check";
import { expect, test } from "vitest";
import { diffRows, type DiffRow } from "./diff-rows.ts";

const lines = fc.array(fc.constantFrom("a", "b", "c", "a longer line of words", "<script>"), { maxLength: 12 });
const textOf = (row: DiffRow) =>
  "parts" in row ? row.parts.map(({ text }) => text).join("") : row.kind === "same" ? row.text : "";

test("what stayed and went is the one text, what stayed and came the other", () => {
  fc.assert(
    fc.property(lines, lines, (one, other) => {
      const rows = diffRows(one.join("\n"), other.join("\n"))!;
      fc.pre(!rows.some(({ kind }) => kind === "folded"));

      const left = rows.filter(({ kind }) => kind !== "added").map(textOf);
      const right = rows.filter(({ kind }) => kind !== "removed").map(textOf);

      expect(left.join("\n")).toBe(one.join("\n"));
      expect(right.join("\n")).toBe(other.join("\n"));
    }),
  );
});

test("within a line that changed, the words that did are marked", () => {
  const rows = diffRows("the red cat", "the blue cat")!;

  expect(rows).toMatchObject([
    { kind: "removed", before: 1, parts: [{ text: "the " }, { text: "red", isChanged: true }, { text: " cat" }] },
    { kind: "added", after: 1, parts: [{ text: "the " }, { text: "blue", isChanged: true }, { text: " cat" }] },
  ]);
});

test("lines far from any change are folded, and counted", () => {
  const before = Array.from({ length: 50 }, (_, line) => `line ${line}`);
  const after = before.with(25, "changed");

  const rows = diffRows(before.join("\n"), after.join("\n"))!;

  expect(rows.filter(({ kind }) => kind === "folded")).toEqual([
    { kind: "folded", count: 22 },
    { kind: "folded", count: 21 },
  ]);
});

test("texts that have nothing in common are not compared for ever", () => {
  const many = (word: string) => Array.from({ length: 20_000 }, (_, line) => `${word} ${line}`).join("\n");

  expect(diffRows(many("a"), many("b"))).toBeNull();
});
