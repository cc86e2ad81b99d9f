import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRunQuery } from "./parse-run-query.ts";
import { printRunQuery } from "./print-run-query.ts";
import { queryFields } from "./query-fields.ts";
import type { RunClause, RunTest } from "./run-query.ts";

/** The clauses, and the words that are underlined with what is said of them. */
function read(text: string) {
  const { query, problems } = parseRunQuery(text);
  return {
    clauses: query.clauses,
    problems: problems.map(({ start, end, message }) => [text.slice(start, end), message]),
  };
}

test("fields, comparisons, lists, quotes, negation and free words are read", () => {
  expect(
    read('status:failed,cancelled -tag:nightly duration:>1.5s input.threshold:<0.4 output."a b":"7" lost "of memory"'),
  ).toEqual({
    problems: [],
    clauses: [
      { field: "status", isNegated: false, tests: ["failed", "cancelled"].map((value) => ({ kind: "choice", value })) },
      { field: "tag", isNegated: true, tests: [{ kind: "text", value: "nightly", isWhole: false }] },
      { field: "duration", isNegated: false, tests: [{ kind: "duration", comparison: ">", ms: 1500 }] },
      { field: "input", port: "threshold", isNegated: false, tests: [{ kind: "number", comparison: "<", value: 0.4 }] },
      { field: "output", port: "a b", isNegated: false, tests: [{ kind: "text", value: "7", isWhole: true }] },
      { field: "words", isNegated: false, tests: [{ kind: "words", value: "lost" }] },
      { field: "words", isNegated: false, tests: [{ kind: "words", value: "of memory" }] },
    ],
  });
});

test("moments are ages, dates and days; models have versions", () => {
  const tests = read(
    'started:<1h started:24h started:>=2026-11-01 started:today model:digits@3 model:"a@b"@2 model:plain computed:=digits@3',
  ).clauses.map(({ tests: [one] }) => one);
  expect(tests).toEqual([
    { kind: "age", comparison: "<", ms: 3_600_000 },
    { kind: "age", comparison: "<", ms: 86_400_000 },
    { kind: "date", comparison: ">=", date: "2026-11-01" },
    { kind: "date", comparison: "=", date: "today" },
    { kind: "model", name: "digits", version: 3, isWhole: false },
    { kind: "model", name: "a@b", version: 2, isWhole: false },
    { kind: "model", name: "plain", version: null, isWhole: false },
    { kind: "model", name: "digits", version: 3, isWhole: true },
  ]);
});

test.each([
  ["tag:x stauts:failed", "stauts", "There is no field “stauts”. Did you mean status:?"],
  ["http://x", "http", "There is no field “http”. Fields are"],
  ["status:faild", "faild", "“faild” is no status. Did you mean failed? There are queued"],
  ['tag:""', '""', "“tag:” needs a value, such as tag:nightly."],
  ["status:", "status:", "“status:” needs a value, such as status:failed."],
  ["duration:>2x", ">2x", "“2x” is no duration. Write a number and ms, s, min, h, d or w: duration:>2s."],
  ["duration:>2", ">2", "“2” is no duration."],
  ["cached:>120%", ">120%", "“120%” is no share. Write a percentage from 0% to 100%"],
  ["started:2026-02-30", "2026-02-30", "“2026-02-30” is no moment."],
  ["started:2026-11-01T14:30+99:00", "2026-11-01T14:30+99:00", "is no moment."],
  ["version:three", "three", "“three” is no number. Write version:>=3."],
  ["input:3", "input", "“input:” does not say which one. Write its name after a dot: input.threshold:<0.4."],
  ["status.x:failed", "status", "“status” has no parts. Leave “.x” out"],
  ['error:"out of', '"out of', 'The quote that opens here is not closed. Put another " after the last word.'],
  ["tag:>a", ">a", "“tag” takes no comparison. Write tag:nightly."],
  ["!!!", "!!!", "“!!!” holds no letter and no digit."],
  ['tag:"a"b', '"a"b', "“b” stands right behind a closing quote."],
])("%s is refused at its place, with what would be right", (text, place, message) => {
  const { problems } = read(text);
  expect(problems).toEqual([[place, expect.stringContaining(message)]]);
});

test("what each field gives as its example is good", () => {
  for (const { example, name } of queryFields) {
    expect(read(example)).toMatchObject({ problems: [], clauses: [{ field: name }] });
  }
});

test("a query that is too long, or has too many values, says so and keeps what came before", () => {
  expect(read(`tag:${"a,".repeat(80)}a`).problems[0]![1]).toContain("up to 60 values");
  expect(read(`status:failed ${"x".repeat(2_000)}`).problems[0]![1]).toContain("up to 2,000");
});

test("any text is read without an error, the same again, and its places lie within it", () => {
  const pieces = fc.constantFrom(
    "status:",
    "-",
    ">",
    "<=",
    '"',
    "\\",
    ",",
    ":",
    ".",
    "input.",
    "model:",
    "a@3",
    "started:",
    "2026-11-01",
    " ",
    "7d",
    "50%",
    "\0",
    "\ud800",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 }))).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const { query, spans, problems } = parseRunQuery(text);
      for (const { start, end } of [...spans, ...problems])
        expect(0 <= start && start < end && end <= text.length).toBe(true);
      const again = parseRunQuery(printRunQuery(query));
      expect(again.problems).toEqual([]);
      expect(again.query).toEqual(query);
    }),
    { numRuns: 2_000 },
  );
});

const name = fc.stringMatching(/^[\p{L}_][\p{L}\p{N}_ .-]{0,12}$/u).map((text) => text.toWellFormed());
const words = fc.string({ unit: "grapheme", minLength: 1 }).map((text) => `${text.replaceAll("\0", "")}a`);
const comparison = fc.constantFrom("=", ">", ">=", "<", "<=");
const thousandths = (max: number) => fc.integer({ min: 0, max: max * 1_000 }).map((value) => value / 1_000);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const text = words.chain((value) => fc.boolean().map((isWhole) => ({ kind: "text", value, isWhole })));
const tests: Record<string, fc.Arbitrary<unknown>> = {
  choice: fc.constant(null),
  text,
  words: words.map((value) => ({ kind: "words", value })),
  number: fc.record({ kind: fc.constant("number"), comparison, value: number }),
  duration: fc.record({ kind: fc.constant("duration"), comparison, ms: thousandths(1e10) }),
  percent: fc.record({ kind: fc.constant("percent"), comparison, percent: thousandths(100) }),
  moment: fc.oneof(
    fc.record({ kind: fc.constant("age"), comparison: fc.constantFrom("<", ">"), ms: thousandths(1e10) }),
    fc.record({
      kind: fc.constant("date"),
      comparison,
      date: fc.constantFrom("2026", "2024-02", "2024-02-29", "2026-11-01T14:30", "2026-10-25T02:30+02:00", "today"),
    }),
  ),
  model: fc.record({
    kind: fc.constant("model"),
    name: words,
    version: fc.option(fc.nat({ max: 999_999_999 })),
    isWhole: fc.boolean(),
  }),
  value: fc.oneof(
    fc.oneof(words, fc.constant("")).map((value) => ({ kind: "text", value, isWhole: true })),
    fc.record({ kind: fc.constant("number"), comparison, value: number }),
  ),
};
const clause = fc.oneof(
  fc.record({ field: fc.constant("words"), isNegated: fc.boolean(), tests: tests.words!.map((one) => [one]) }),
  ...queryFields.map((field) =>
    fc.record({
      field: fc.constant(field.name),
      ...(field.kind === "value" && { port: name }),
      isNegated: fc.boolean(),
      tests: fc.array(
        field.choices
          ? fc.constantFrom(...field.choices).map((value) => ({ kind: "choice", value }))
          : tests[field.kind]!,
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
    }),
  ),
);

test("every query that can be asked is read back from its text as it was", () => {
  fc.assert(
    fc.property(fc.array(clause, { maxLength: 6 }), (clauses) => {
      const query = { clauses: clauses as (RunClause & { tests: RunTest[] })[] };
      const printed = printRunQuery(query);
      fc.pre(printed.length <= 2_000);
      expect(parseRunQuery(printed)).toMatchObject({ query, problems: [] });
    }),
    { numRuns: 2_000 },
  );
});
