/** Words that cannot name a constant, that scripts import, or that would hide what every program has. */
const taken = (
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally " +
  "for function if implements import in instanceof interface let new null package private protected public return static super " +
  "switch this throw true try typeof undefined var void while with yield NaN Infinity flow node foreignNode workflow"
).split(" ");

const MAX_NAME_CHARACTERS = 40;

/** Ids that the editor makes up; others were chosen by somebody. */
const madeUp = /^[2-9a-km-z]{12}$/;

/** A way to give each thing a name of its own: each call names one more. */
export function createNamer(
  reserved: Iterable<string> = [],
): (wishes: { id?: string; words: readonly string[] }) => string {
  const used = new Set([...taken, ...reserved]);
  return ({ id, words }) => {
    const wished =
      id !== undefined && !madeUp.test(id) && isName(id)
        ? id
        : (words.map(nameOf).find((name) => name !== null) ?? "item");
    let name = wished;
    for (let n = 2; used.has(name); n++) name = `${wished}${n}`;
    used.add(name);
    return name;
  };
}

export function isName(text: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(text);
}

/** "Score each window" is scoreEachWindow. Null where the words have no letter. */
function nameOf(words: string): string | null {
  const parts =
    words
      .normalize("NFC")
      .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
      .match(/[\p{ID_Continue}]+/gu) ?? [];
  let name = "";
  for (const part of parts) {
    const next = name === "" ? lowerFirst(part) : upperFirst(part);
    if (name !== "" && name.length + next.length > MAX_NAME_CHARACTERS) break;
    name += next;
  }
  name = Array.from(name)
    .slice(0, MAX_NAME_CHARACTERS)
    .join("")
    .replace(/^(?!\p{ID_Start})/u, "n");
  return parts.length > 0 && isName(name) && /\p{L}/u.test(name.slice(1) || name) ? name : null;
}

function lowerFirst(text: string): string {
  // An abbreviation stays one: "URL of" is url, not uRL.
  if (/^\p{Lu}+$/u.test(text)) return text.toLowerCase();
  const [first = "", ...rest] = text;
  return first.toLowerCase() + rest.join("");
}

function upperFirst(text: string): string {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("");
}
