import fc from "fast-check";
import { expect, test } from "vitest";
import { readLarge, withLarge } from "./large-url.ts";

const text = fc.string({ minLength: 1, unit: "binary" }).filter((value) => value.isWellFormed());

test("the address leads to the value and the item that were open, whatever they are called", () => {
  const places = fc.record({
    name: text,
    path: fc.array(fc.nat(), { maxLength: 4 }),
    port: fc.option(text, { nil: undefined }),
  });
  fc.assert(
    fc.property(places, (place) => {
      const url = withLarge("http://localhost/runs/7?step=a", place);

      expect(readLarge(new URL(url.href).searchParams)).toEqual(place);
    }),
  );
});

test("closing leaves of the address what else it says, and opening another value nothing of the one before", () => {
  const open = withLarge("http://localhost/runs/compare?a=1&b=2", { name: "b", path: [3, 0], port: "find.boxes" });
  expect(open.search).toBe("?a=1&b=2&large=b&item=4.1&port=find.boxes");

  expect(withLarge(open.href, { name: "a", path: [] }).search).toBe("?a=1&b=2&port=find.boxes&large=a");
  expect(withLarge(open.href, null).search).toBe("?a=1&b=2&port=find.boxes");
});
