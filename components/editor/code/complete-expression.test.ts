import fc from "fast-check";
import { expect, test } from "vitest";
import { completeExpression } from "./complete-expression.ts";

const values = {
  value: { width: 640, items: [{ label: "cat", score: 0.9, box: { x: 1 } }], "not a name": 1 },
  name: "Ada",
  prices: [1, 2],
};
const names = Object.keys(values).map((name) => ({ name, detail: "" }));
const labelsAt = (before: string, isAsked = false) =>
  completeExpression(before, { names, values, isAsked })?.options.map(({ label }) => label) ?? null;

test("the names in scope come before those of the language", () => {
  expect(labelsAt("1 + v")!.slice(0, 4)).toEqual(["value", "name", "prices", "Math"]);
  expect(completeExpression("1 + va", { names, values, isAsked: false })!.from).toBe(4);
});

test.each([
  ["value.", ["width", "items"]],
  ["value.items[0].", ["label", "score", "box"]],
  ["value.items[0].box.", ["x"]],
  ["value.items.some((item) => item.", ["label", "score", "box"]],
  ["value.items.map(item => item.box.", ["x"]],
  ["value.items.reduce((sum, item) => sum + item.", ["label", "score", "box"]],
])("after %s stand the fields of the value there", (before, fields) => {
  expect(labelsAt(before)).toEqual(fields);
});

test("texts, lists, numbers and Math offer what they can do", () => {
  expect(labelsAt("name.")).toContain("toUpperCase");
  expect(labelsAt("prices.")).toEqual(expect.arrayContaining(["length", "reduce"]));
  expect(labelsAt("prices[0].")).toContain("toFixed");
  expect(labelsAt("Math.")).toEqual(expect.arrayContaining(["PI", "max"]));
});

test("parameters of functions are names as well", () => {
  expect(labelsAt("prices.reduce((sum, price) => s")).toEqual(expect.arrayContaining(["sum", "price"]));
});

test.each(["value.nothing.", "unknown.", "3.", "value.items[9].", "1 + "])(
  "%j is no place to offer anything",
  (before) => {
    expect(labelsAt(before)).toBeNull();
  },
);

test("asked for, everything is offered where nothing is written yet", () => {
  expect(labelsAt("", true)![0]).toBe("value");
});

test("any text is taken without an error", () => {
  const pieces = fc.constantFrom("value", ".", "items", "[0]", "(", ")", "=>", "$", " ", "x", ",", ".map(", "\\", "'");
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 14 }), fc.boolean(), (parts, isAsked) => {
      const before = parts.join("");
      const found = completeExpression(before, { names, values, isAsked });

      if (found) expect(found.from).toBeLessThanOrEqual(before.length);
    }),
  );
});
