import fc from "fast-check";
import { expect, test } from "vitest";
import { moved, namesIn, repeatedNames } from "./name-list.ts";

test("pasted lines are names, whatever ends them; blank ones are not", () => {
  expect(namesIn(" cat\r\n\r\ndog \rmouse\n")).toEqual(["cat", "dog", "mouse"]);
});

test("names that are there twice are told with their rows", () => {
  expect(repeatedNames(["cat", "dog", "cat ", "", "", "dog", "cat"])).toEqual([
    { name: "cat", rows: [1, 3, 7] },
    { name: "dog", rows: [2, 6] },
  ]);
});

test("moving keeps all names, puts one where it is wanted, and back again", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.nat(), fc.nat(), (names, a, b) => {
      const [from, to] = [a % names.length, b % names.length];

      const after = moved(names, from, to);

      expect(after[to]).toBe(names[from]);
      expect(after.toSorted()).toEqual(names.toSorted());
      expect(moved(after, to, from)).toEqual(names);
    }),
  );
});

test("lines of any names are read back as they were", () => {
  const name = fc
    .string({ minLength: 1 })
    .map((text) => text.trim())
    .filter((text) => text !== "");
  fc.assert(
    fc.property(fc.array(name), (names) => {
      expect(namesIn(names.join("\n"))).toEqual(names);
    }),
  );
});
