import { expect, test } from "vitest";
import { itemShown, withPort, withShown } from "./use-shown.ts";

test("how a value is shown is in the address, and another port begins anew", () => {
  const map = withShown("https://patchbay.test/runs/compare?a=1&b=2&port=draw.image", { view: "map", at: "3" });
  expect(map.search).toBe("?a=1&b=2&port=draw.image&view=map&at=3");
  expect(withShown(map.href, { view: null }).search).toBe("?a=1&b=2&port=draw.image&at=3");
  expect(withPort(map.href, "count.table").search).toBe("?a=1&b=2&port=count.table");
});

test("an item of a list within a list is that of its own list alone", () => {
  expect([itemShown("3", []), itemShown("3.2", []), itemShown("3.2", [2])]).toEqual([2, 2, 1]);
  expect([itemShown(null, []), itemShown("3", [2]), itemShown("3.2", [1])]).toEqual([null, null, null]);
  expect([itemShown("", []), itemShown("0", []), itemShown("x", []), itemShown("1.5.x", [0, 4])]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
