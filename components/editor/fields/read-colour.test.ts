import fc from "fast-check";
import { expect, test } from "vitest";
import { readColour } from "./read-colour.ts";

test.each([
  ["#FF9500", "#ff9500"],
  ["ff9500", "#ff9500"],
  [" #f90 ", "#ff9900"],
  ["rgb(255, 149, 0)", "#ff9500"],
  ["rgb(255 149 0)", "#ff9500"],
  ["", null],
  ["#ff95", null],
  ["orange", null],
  ["rgb(256, 0, 0)", null],
])("%j is %s", (text, colour) => {
  expect(readColour(text)).toBe(colour);
});

test("every colour is read back from both ways to write it", () => {
  const part = fc.nat(255);
  fc.assert(
    fc.property(part, part, part, (red, green, blue) => {
      const hex = readColour(`rgb(${red}, ${green}, ${blue})`);

      expect(hex).toMatch(/^#[0-9a-f]{6}$/);
      expect(readColour(hex!.toUpperCase())).toBe(hex);
    }),
  );
});
