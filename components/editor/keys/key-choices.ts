import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { EditorAction } from "../actions/editor-action.ts";

type Keyed = Pick<EditorAction, "id" | "keys">;

type KeyChoices = {
  /** By action; none at all for an action whose key somebody took away. */
  chosen: Readonly<Record<string, readonly string[]>>;
};

/** The keys that a person has chosen, kept in this browser. */
export const useKeyChoices = create<KeyChoices>()(
  persist(() => ({ chosen: {} }) as KeyChoices, { name: "patchbay.keys" }),
);

/** The keys of an action as they are now. */
export function keysOf({ id, keys }: Keyed): readonly string[] {
  return useKeyChoices.getState().chosen[id] ?? keys;
}

/** The same, told of changes. */
export function useKeysOf({ id, keys }: Keyed): readonly string[] {
  return useKeyChoices(({ chosen }) => chosen[id]) ?? keys;
}

/** Whoever else has the chord. */
export function holderOf(chord: string, actions: readonly Keyed[], except: string): Keyed | undefined {
  return actions.find((action) => action.id !== except && keysOf(action).includes(chord));
}

/** Gives the action this one chord, or none, and takes it from whoever has it. */
export function chooseKey(actions: readonly Keyed[], { id, chord }: { id: string; chord: string | null }): void {
  useKeyChoices.setState(({ chosen }) => {
    const next = { ...chosen };
    for (const action of actions) {
      const keys = chosen[action.id] ?? action.keys;
      if (chord !== null && keys.includes(chord)) next[action.id] = keys.filter((one) => one !== chord);
    }
    next[id] = chord === null ? [] : [chord];
    return { chosen: next };
  });
}

export function forgetKeyChoices(): void {
  useKeyChoices.setState({ chosen: {} });
}

/** Keys that browsers act on before any page hears of them. */
const ofBrowser = new Set(["Mod+W", "Mod+T", "Mod+N", "Mod+Q", "Mod+Shift+W", "Mod+Shift+T", "Mod+Shift+N", "F11"]);
/** Those that mean the same everywhere: closing, going on, moving the canvas. */
const ofPage = new Set(["Escape", "Tab", "Shift+Tab", "Space", "Mod+C", "Mod+X", "Mod+V"]);

/** Why a chord cannot be chosen, in a sentence. */
export function whyNotChord(chord: string): string | null {
  if (ofBrowser.has(chord)) return "The browser keeps these keys for itself.";
  if (ofPage.has(chord)) return "These keys mean the same on every page.";
  return null;
}
