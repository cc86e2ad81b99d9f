import { expect, test } from "vitest";
import { dateProblem, endOf } from "./lifetimes.ts";

const now = new Date(2026, 10, 29, 15, 30);

test("a number of days counts from now, and a date goes on until that day is over", () => {
  expect(endOf("7", { date: "", now })).toEqual(new Date(2026, 11, 6, 15, 30));
  expect(endOf("date", { date: "2026-12-31", now })).toEqual(new Date(2027, 0, 1));
  expect(endOf("none", { date: "", now })).toBeNull();
});

test("today can be chosen, a day that is over and no day cannot", () => {
  expect(dateProblem("2026-11-29", now)).toBeNull();
  expect(dateProblem("2026-11-28", now)).toBe("This day is over. Choose a later one.");
  expect(dateProblem("soon", now)).toBe("Choose a day.");
});
