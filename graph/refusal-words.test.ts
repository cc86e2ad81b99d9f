import { expect, test } from "vitest";
import { z } from "zod";
import { findProblems } from "./find-problems.ts";
import { graphOf, testLibrary, withParams } from "./graph-for-tests.ts";
import { refusalWords } from "./refusal-words.ts";

function wordsOf(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value, { error: refusalWords });
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

test.each<[z.ZodType, unknown, string]>([
  [z.number(), "abc", "must be a number, not “abc”"],
  [z.number(), null, "must be a number, not empty"],
  [z.number(), undefined, "must be a number, and is not set"],
  [z.number().int(), 1.5, "must be a whole number, not 1.5"],
  [z.number().min(0), -2, "must be at least 0, not -2"],
  [z.number().max(1), 5, "must be at most 1, not 5"],
  [z.number().gt(0), 0, "must be more than 0, not 0"],
  [z.number().lt(1), 1, "must be less than 1, not 1"],
  [z.number().multipleOf(8), 12, "must be a multiple of 8, not 12"],
  [z.string(), 5, "must be text, not 5"],
  [z.string(), ["a"], "must be text, not a list"],
  [z.string().min(1), "", "must not be empty"],
  [z.string().min(3), "a", "must have at least 3 characters, and has 1"],
  [z.string().max(3), "abcd", "must have at most 3 characters, and has 4"],
  [z.string().length(3), "abcd", "must have 3 characters, and has 4"],
  [z.array(z.string()).max(1), ["a", "b"], "must have at most 1 entry, and has 2"],
  [z.boolean(), "yes", "must be true or false, not “yes”"],
  [z.object({}), 5, "must be an object, not 5"],
  [z.record(z.string(), z.string()), "a", "must be an object, not “a”"],
  [z.strictObject({ a: z.string() }), { a: "", b: 1 }, "must not have “b”"],
  [z.enum(["cover", "stretch"]), "fill", "must be “cover” or “stretch”, not “fill”"],
  [z.enum(["a", "b", "c"]), { x: 1 }, "must be “a”, “b” or “c”, not an object"],
  [z.literal(1), 2, "must be 1, not 2"],
  [z.union([z.literal(1), z.literal(3)]), 2, "must be 1 or 3, not 2"],
  [z.union([z.string(), z.number()]), true, "must be text or a number, not true"],
  [z.string(), "x".repeat(99), ""],
  [z.number(), "x".repeat(99), `must be a number, not “${"x".repeat(40)}…”`],
  [z.string().min(1, "must be chosen"), "", "must be chosen"],
])("%# a refusal names the value and what it must be", (schema, value, words) => {
  expect(wordsOf(schema, value)).toEqual(words === "" ? [] : [words]);
});

test("what is wrong with a setting is said in these words", () => {
  const graph = withParams(graphOf("t: threshold", "b: template"), "t", { least: 5, label: "blue" });
  const problems = findProblems(withParams(graph, "b", { names: ["a", 1] }), testLibrary);

  expect(problems.map(({ message }) => message)).toEqual([
    "At least: must be at most 1, not 5.",
    "names (1): must be text, not 1.",
  ]);
});
