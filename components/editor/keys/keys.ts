/** Chords as actions write them: "Mod+Shift+Z", "F2", "?", "Shift+1". Mod is Command on a Mac, Control elsewhere. */
type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export function matchesKeys(chord: string, event: KeyPress, isMac: boolean): boolean {
  const parts = partsOf(chord);
  const key = parts.at(-1)!;
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier);
  if (wants("Mod") !== (isMac ? event.metaKey : event.ctrlKey)) return false;
  // The other of the two belongs to the system: Super+D on Linux, Control+D in a text on a Mac.
  if (isMac ? event.ctrlKey : event.metaKey) return false;
  if (wants("Alt") !== event.altKey) return false;
  // A sign such as "?" has Shift in it on some keyboards and not on others.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!isSign && wants("Shift") !== event.shiftKey) return false;
  if (/^[0-9]$/.test(key)) return event.code === `Digit${key}`;
  if (/^[A-Z]$/.test(key)) return letterOf(event) === key;
  return event.key.toLowerCase() === key.toLowerCase();
}

function partsOf(chord: string): string[] {
  return chord === "+" || chord.endsWith("++")
    ? [...chord.slice(0, -2).split("+").filter(Boolean), "+"]
    : chord.split("+");
}

/**
 * The Latin letter that is pressed. Where the layout has another sign there (Cyrillic, Greek, Hebrew, or Alt on a Mac), that of the
 * place of the key, as systems take it for their own keys; a layout that only has its Latin letters elsewhere says itself which is meant.
 */
function letterOf({ key, code, altKey }: KeyPress): string | undefined {
  const [, placed] = /^Key([A-Z])$/.exec(code) ?? [];
  if (altKey && placed) return placed;
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  return /^\p{L}$/u.test(key) && !/\p{Script=Latin}/u.test(key) ? placed : undefined;
}

/** What is pressed, written as actions write it; null while only Shift, Control, Alt or Command is. */
export function chordOf(event: KeyPress, isMac: boolean): string | null {
  const { key, code } = event;
  if (/^(Shift|Control|Alt|Meta|AltGraph|CapsLock|Dead|Process)$/.test(key)) return null;
  const [, digit] = /^Digit([0-9])$/.exec(code) ?? [];
  const named = digit ?? letterOf(event) ?? (key === " " ? "Space" : key);
  const shown = named.length === 1 ? named.toUpperCase() : named;
  const isSign = shown.length === 1 && !/[A-Z0-9]/.test(shown);
  const modifiers = [
    (isMac ? event.metaKey : event.ctrlKey) && "Mod",
    event.altKey && "Alt",
    event.shiftKey && !isSign && "Shift",
  ];
  return [...modifiers.filter(Boolean), shown].join("+");
}

const names: Record<string, string> = {
  ArrowRight: "→",
  ArrowLeft: "←",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Delete: "Del",
  Escape: "Esc",
};
const macSigns: Record<string, string> = { Mod: "⌘", Shift: "⇧", Alt: "⌥", Enter: "↩", Delete: "⌫" };

/** A chord as people read it: "Ctrl+Z", "⌘Z". */
export function keysText(chord: string, isMac: boolean): string {
  const parts = partsOf(chord);
  if (isMac) return parts.map((part) => macSigns[part] ?? names[part] ?? part).join("");
  return parts.map((part) => (part === "Mod" ? "Ctrl" : (names[part] ?? part))).join("+");
}

export function isMacPlatform(): boolean {
  return typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform);
}

/** Where letters belong to what is being typed. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
