import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonValue } from "#graph/json";
import { jsonErrorText, jsonFault, placeInJson } from "./json-error.ts";

test("the place of a mistake is told by line and column", () => {
  expect(jsonErrorText("[1, 2]")).toBeNull();
  expect(jsonErrorText("")).toBeNull();
  expect(jsonErrorText('{\n  "a": x\n}')).toBe('Line 2, column 8: "x" is not expected in JSON there.');
  expect(jsonErrorText("[1,")).toBe("Line 1, column 4: the end of the text is not expected in JSON there.");
});

test.each([
  ['{"a": {"__proto__": 1}}', 7, 'A field named "__proto__" cannot be kept. Name it otherwise.'],
  ['{"a": [1, 1e999]}', 10, "1e999 is beyond the largest number there is, 1.7976931348623157e+308."],
  ["[".repeat(50_000), 64, "It is nested more than 64 levels deep."],
])("JSON that no workflow can keep is refused where it stands (%#)", (text, at, message) => {
  expect(jsonFault(text)).toEqual({ at, message });
});

test("brackets in texts are no nesting", () => {
  expect(jsonFault(JSON.stringify({ a: `\\"${"[".repeat(200)}`, b: ["]"] }))).toBeNull();
});

test.each([
  ['{"mean": [0.5, "x"]}', ["mean", 1], '"x"'],
  ['{"a": {"b": 1}, "c": 2}', ["c"], "2"],
  ['{"a": 1}', ["b"], '{"a": 1}'],
  ["  7 ", [], "7"],
])("in %s the value at %j is %s", (text, path, found) => {
  const { from, to } = placeInJson(text, path);

  expect(text.slice(from, to)).toBe(found);
});

test("of any JSON, each value is found where it stands", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (json, indent) => {
      const text = JSON.stringify(json, null, indent);
      for (const [path, value] of valuesIn(JSON.parse(text) as JsonValue)) {
        const { from, to } = placeInJson(text, path);

        expect(JSON.parse(text.slice(from, to))).toEqual(value);
      }
    }),
  );
});

function valuesIn(value: JsonValue, path: PropertyKey[] = []): [PropertyKey[], JsonValue][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  const inner = Object.entries(value).flatMap(([key, one]) => valuesIn(one as JsonValue, [...path, key]));
  return [[path, value], ...inner];
}
