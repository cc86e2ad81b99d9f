import { expect, test } from "vitest";
import { findTyped, moveByKey } from "./outline-keys.ts";
import type { OutlineRow } from "./outline-rows.ts";

const base = { kind: "node", nodeId: "", place: 1, siblings: 1 } as const;
const rows: OutlineRow[] = [
  { ...base, key: "frame", level: 1, parent: null, isOpen: true },
  { ...base, key: "inside", level: 2, parent: "frame", isOpen: false },
  { ...base, key: "leaf", level: 1, parent: null, isOpen: null },
];

function press(key: string, row: string, column: number | null = null, keys = {}) {
  return moveByKey(rows, { row, column }, { key, ctrlKey: false, shiftKey: false, columns: 4, ...keys });
}

test("up and down go through rows and stop at the ends", () => {
  expect(press("ArrowDown", "frame")).toEqual({ to: { row: "inside", column: null } });
  expect(press("ArrowDown", "leaf")).toEqual({ to: { row: "leaf", column: null } });
  expect(press("ArrowUp", "frame")).toEqual({ to: { row: "frame", column: null } });
});

test("right opens a closed row, then goes into its cells; left comes back, closes it, and goes to the row around", () => {
  expect(press("ArrowRight", "inside")).toEqual({ toggle: "inside" });
  expect(press("ArrowRight", "frame")).toEqual({ to: { row: "frame", column: 0 } });
  expect(press("ArrowRight", "leaf", 3)).toEqual({ to: { row: "leaf", column: 3 } });
  expect(press("ArrowLeft", "leaf", 0)).toEqual({ to: { row: "leaf", column: null } });
  expect(press("ArrowLeft", "frame")).toEqual({ toggle: "frame" });
  expect(press("ArrowLeft", "inside")).toEqual({ to: { row: "frame", column: null } });
});

test("Home and End lead to the ends of the table, in a cell to the ends of the row", () => {
  expect(press("End", "frame")).toEqual({ to: { row: "leaf", column: null } });
  expect(press("End", "frame", 1)).toEqual({ to: { row: "frame", column: 3 } });
  expect(press("Home", "leaf", 2, { ctrlKey: true })).toEqual({ to: { row: "frame", column: 2 } });
});

test("with Shift a row is added to what is chosen", () => {
  expect(press("ArrowDown", "frame", null, { shiftKey: true })).toMatchObject({ extends: true });
});

test("a letter leads to the next title that begins with it, several letters to the one that begins so", () => {
  const titles = ["Resize", "Read text", "Blur", "Replace"];

  expect(findTyped(titles, "r", 0)).toBe(1);
  expect(findTyped(titles, "rr", 1)).toBe(3);
  expect(findTyped(titles, "rep", 1)).toBe(3);
  expect(findTyped(titles, "RE", 0)).toBe(0);
  expect(findTyped(titles, "x", 0)).toBeNull();
});
