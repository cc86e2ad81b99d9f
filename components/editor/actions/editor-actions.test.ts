import { expect, test } from "vitest";
import { editorActions } from "./editor-actions.ts";
import { keysText, matchesKeys } from "../keys/keys.ts";
import { press } from "../keys/key-press-for-tests.ts";

test("no two actions share an id or a key", () => {
  const ids = editorActions.map(({ id }) => id);
  const keys = editorActions.flatMap((action) => action.keys);

  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(keys).size).toBe(keys.length);
});

test("every action has words", () => {
  expect(editorActions.filter(({ label }) => label.trim() === "")).toEqual([]);
});

test("Mod is Control, and Command on a Mac", () => {
  expect(matchesKeys("Mod+Z", press("z", { ctrlKey: true }), false)).toBe(true);
  expect(matchesKeys("Mod+Z", press("z", { ctrlKey: true }), true)).toBe(false);
  expect(matchesKeys("Mod+Z", press("z", { metaKey: true }), true)).toBe(true);
});

test("a chord with Shift is not the one without", () => {
  expect(matchesKeys("Mod+Z", press("Z", { ctrlKey: true, shiftKey: true }), false)).toBe(false);
  expect(matchesKeys("Mod+Shift+Z", press("Z", { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  expect(matchesKeys("D", press("d", { ctrlKey: true }), false)).toBe(false);
});

test("signs are found on every keyboard layout, digits by their place", () => {
  expect(matchesKeys("?", press("?", { shiftKey: true }), false)).toBe(true);
  expect(matchesKeys("?", press("?"), false)).toBe(true);
  expect(matchesKeys("Shift+1", press("!", { code: "Digit1", shiftKey: true }), false)).toBe(true);
  expect(matchesKeys("+", press("+", { shiftKey: true }), false)).toBe(true);
});

test("a letter with Alt is found by its place, since on a Mac it gives another sign", () => {
  expect(matchesKeys("Alt+A", press("å", { code: "KeyA", altKey: true }), true)).toBe(true);
  expect(matchesKeys("Alt+A", press("a", { code: "KeyA" }), false)).toBe(false);
});

test("chords are shown as the platform writes them", () => {
  expect([keysText("Mod+Shift+Z", false), keysText("Mod+Shift+Z", true), keysText("Shift+ArrowUp", false)]).toEqual([
    "Ctrl+Shift+Z",
    "⌘⇧Z",
    "Shift+↑",
  ]);
});
