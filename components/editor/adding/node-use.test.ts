import { expect, test } from "vitest";
import { byUse, countUse } from "./node-use.ts";

test("what a person adds more often comes first, and what was never added stays in its order", () => {
  for (const type of ["resize", "crop", "crop"]) countUse(type);

  const types = byUse(["load", "resize", "crop", "save"].map((type) => ({ type }))).map(({ type }) => type);

  expect(types).toEqual(["crop", "resize", "load", "save"]);
});
