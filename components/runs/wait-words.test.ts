import { expect, test } from "vitest";
import { timeWords, waitWords } from "./wait-words.ts";

const value = { kind: "number", preview: { kind: "number", value: 3 }, inline: 3 } as const;
const question = { item: [], kind: "approval", title: "Check", message: "Right?", role: "runner", value } as const;
const now = new Date(2026, 10, 28, 12, 0);
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime();

test.each([
  [[{ ...question, item: [] }], "Waits for an answer"],
  [[0, 1, 2].map((item) => ({ ...question, item: [item] })), "Waits for 3 answers"],
  [[{ item: [], kind: "time" as const, dueAt: at(2026, 10, 28, 14, 30) }], "Waits until 14:30"],
  [
    [at(2026, 10, 28, 23, 0), at(2026, 10, 28, 18, 5)].map((dueAt, item) => ({
      item: [item],
      kind: "time" as const,
      dueAt,
    })),
    "Waits until 18:05",
  ],
  [[], "Waits"],
])("%j: %s", (waits, words) => {
  expect(waitWords({ waits }, now)).toBe(words);
});

test("a time on another day says which", () => {
  expect(timeWords(new Date(2026, 11, 1, 9, 0), now)).toBe("1 Dec, 09:00");
  expect(timeWords(new Date(2027, 0, 1, 9, 0), now)).toBe("1 Jan 2027, 09:00");
});
