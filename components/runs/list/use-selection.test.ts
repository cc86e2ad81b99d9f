import { expect, test } from "vitest";
import { afterPress } from "./use-selection.ts";

const order = ["a", "b", "c", "d", "e"];
const press = (chosen: string[], lastId: string | null, id: string, isRange = false) =>
  [...afterPress({ ids: new Set(chosen), order, lastId }, { id, isRange })].toSorted();

test("a press chooses a row and leaves it again", () => {
  expect(press([], null, "b")).toEqual(["b"]);
  expect(press(["b", "d"], "b", "b")).toEqual(["d"]);
});

test("with Shift all rows from the one pressed last become as the pressed one, in both directions", () => {
  expect(press(["b"], "b", "d", true)).toEqual(["b", "c", "d"]);
  expect(press(["d"], "d", "b", true)).toEqual(["b", "c", "d"]);
  expect(press(["a", "b", "c", "d"], "d", "b", true)).toEqual(["a"]);
});

test("with Shift and nothing pressed before, or a row that is gone, only that one is chosen", () => {
  expect(press([], null, "c", true)).toEqual(["c"]);
  expect(press([], "gone", "c", true)).toEqual(["c"]);
});
