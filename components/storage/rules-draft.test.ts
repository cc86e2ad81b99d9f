import fc from "fast-check";
import { expect, test } from "vitest";
import { keepingRulesSchema, noRules } from "#graph/keeping-rules";
import { draftOf, readDraft } from "./rules-draft.ts";

test("what a form shows of any rules is read back as these rules", () => {
  const rules = fc.record({
    maxAgeDays: fc.option(fc.integer({ min: 1, max: 3_650 })),
    maxRuns: fc.option(fc.integer({ min: 1, max: 10_000_000 })),
    maxBytes: fc.option(fc.integer({ min: 1e6, max: 1e15 })),
  });
  fc.assert(
    fc.property(rules, (given) => {
      expect(readDraft(draftOf(given))).toEqual({ rules: given, problems: {} });
    }),
  );
});

test("a rule that does not hold is read whatever stands in its field", () => {
  const draft = { ...draftOf(noRules), maxRuns: { isOn: false, text: "many" } };

  expect(readDraft(draft).rules).toEqual(noRules);
});

test.each([
  ["maxAgeDays", "0"],
  ["maxAgeDays", "1.5"],
  ["maxRuns", ""],
  ["maxRuns", "ten"],
  ["maxBytes", "-3"],
  ["maxBytes", "1e99"],
] as const)("%s of “%s” is refused in words", (name, text) => {
  const { rules, problems } = readDraft({ ...draftOf(noRules), [name]: { isOn: true, text } });

  expect(rules).toBeNull();
  expect(problems[name]).toMatch(/is not a (whole )?number of/);
});

test("half a gigabyte is one that the server takes", () => {
  const { rules } = readDraft({ ...draftOf(noRules), maxBytes: { isOn: true, text: "0.5" } });

  expect(keepingRulesSchema.parse(rules).maxBytes).toBe(500_000_000);
});
