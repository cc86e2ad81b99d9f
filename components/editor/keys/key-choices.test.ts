import { afterEach, expect, test } from "vitest";
import { editorActions } from "../actions/editor-actions.ts";
import { chooseKey, forgetKeyChoices, holderOf, keysOf, whyNotChord } from "./key-choices.ts";
import { chordOf, keysText, matchesKeys } from "./keys.ts";
import { press } from "./key-press-for-tests.ts";

const actions = [
  { id: "undo", keys: ["Mod+Z"] },
  { id: "redo", keys: ["Mod+Shift+Z", "Mod+Y"] },
  { id: "note", keys: ["N"] },
];
const keys = () => Object.fromEntries(actions.map((action) => [action.id, keysOf(action)]));
afterEach(forgetKeyChoices);

test("a chosen key replaces those that an action came with", () => {
  chooseKey(actions, { id: "redo", chord: "F8" });

  expect(keys()).toEqual({ undo: ["Mod+Z"], redo: ["F8"], note: ["N"] });
});

test("a key belongs to one action: whoever had it loses it and keeps the others", () => {
  expect(holderOf("Mod+Y", actions, "note")?.id).toBe("redo");

  chooseKey(actions, { id: "note", chord: "Mod+Y" });

  expect(keys()).toEqual({ undo: ["Mod+Z"], redo: ["Mod+Shift+Z"], note: ["Mod+Y"] });
});

test("an action can be without a key, and all come back", () => {
  chooseKey(actions, { id: "note", chord: null });
  expect(keysOf(actions[2]!)).toEqual([]);

  forgetKeyChoices();
  expect(keysOf(actions[2]!)).toEqual(["N"]);
});

test("what is pressed is written as a chord that the same press matches", () => {
  const presses = [
    press("a", { code: "KeyA" }),
    press("A", { code: "KeyA", shiftKey: true, ctrlKey: true }),
    press("å", { code: "KeyA", altKey: true }),
    press("!", { code: "Digit1", shiftKey: true }),
    press("?", { code: "Slash", shiftKey: true }),
    press("+", { code: "Equal", shiftKey: true }),
    press("F2", { code: "F2" }),
    press("ArrowUp", { code: "ArrowUp", shiftKey: true }),
    press("Enter", { code: "Enter", ctrlKey: true }),
  ];

  const chords = presses.map((one) => chordOf(one, false));

  expect(chords).toEqual(["A", "Mod+Shift+A", "Alt+A", "Shift+1", "?", "+", "F2", "Shift+ArrowUp", "Mod+Enter"]);
  for (const [at, chord] of chords.entries()) expect(matchesKeys(chord!, presses[at]!, false)).toBe(true);
});

test("letters of other scripts are the Latin ones of their keys, and Latin ones are where the layout has them", () => {
  const undo = press("я", { code: "KeyZ", ctrlKey: true });
  const undoOfDvorak = press("z", { code: "Slash", ctrlKey: true });
  const umlaut = press("ä", { code: "Quote" });

  expect([undo, undoOfDvorak].map((one) => matchesKeys("Mod+Z", one, false))).toEqual([true, true]);
  expect([undo, undoOfDvorak, umlaut].map((one) => chordOf(one, false))).toEqual(["Mod+Z", "Mod+Z", "Ä"]);
  expect(matchesKeys("A", press("q", { code: "KeyA" }), false)).toBe(false);
});

test("a chord with + as its key is matched and told", () => {
  const plus = press("+", { code: "Equal", altKey: true });

  expect(matchesKeys(chordOf(plus, false)!, plus, false)).toBe(true);
  expect(["+", "Alt++"].map((chord) => keysText(chord, false))).toEqual(["+", "Alt++"]);
  expect(keysText("Alt++", true)).toBe("⌥+");
});

test("what the system's own key is held for is no key of ours", () => {
  expect(matchesKeys("D", press("d", { code: "KeyD", metaKey: true }), false)).toBe(false);
  expect(matchesKeys("D", press("d", { code: "KeyD", ctrlKey: true }), true)).toBe(false);
});

test("Shift, Control, Alt and Command alone are no chord", () => {
  expect(["Shift", "Control", "Alt", "Meta"].map((key) => chordOf(press(key), false))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("no action comes with keys that cannot be chosen, but those that the browser itself acts on", () => {
  const refused = editorActions.filter(({ keys: own }) => own.some((chord) => whyNotChord(chord) !== null));

  expect(refused.map(({ id }) => id).sort()).toEqual(["copy", "cut", "escape", "paste"]);
});
