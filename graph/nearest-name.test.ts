import fc from "fast-check";
import { expect, test } from "vitest";
import { changesBetween, nearestName } from "./nearest-name.ts";

test.each([
  ["pirce", "price"],
  ["Price", "price"],
  ["quantty", "quantity"],
  ["volume", null],
])("nearest to %s is %s", (wanted, found) => {
  expect(nearestName(wanted, ["price", "quantity", "label"])).toBe(found);
});

test("as many changes one way as the other, none only between equal texts, and never more than the longer has letters", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      const changes = changesBetween(a, b);

      expect(changesBetween(b, a)).toBe(changes);
      expect(changes === 0).toBe(a === b);
      expect(changes).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test("one change makes at most one more", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 12 }), fc.nat(), (text, at) => {
      const place = at % text.length;

      expect(changesBetween(text, text.slice(0, place) + text.slice(place + 1))).toBeLessThanOrEqual(2);
    }),
  );
});
