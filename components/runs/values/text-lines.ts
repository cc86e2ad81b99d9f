/** A line longer than this is shown as several rows, so that no row is too heavy for the browser. */
export const MAX_ROW_CHARACTERS = 2_000;
/** Browsers cannot scroll further than some 30 million pixels. */
export const MAX_ROWS = 1_000_000;

/**
 * Where the rows of a text begin: `starts[i]`…`starts[i + 1]` is row i, with its line break. `lines[i]` is the number of
 * its line, from 1; rows that go on with a line have the number of the row before.
 */
export type TextRows = { starts: Uint32Array; lines: Uint32Array; count: number; isCut: boolean };

export function splitRows(text: string): TextRows {
  let starts = new Uint32Array(1_024);
  let lines = new Uint32Array(1_024);
  let count = 0;
  let at = 0;
  let line = 1;
  while (at < text.length && count < MAX_ROWS) {
    if (count + 1 >= starts.length) [starts, lines] = [grown(starts), grown(lines)];
    starts[count] = at;
    lines[count] = line;
    count++;
    const lineBreak = text.indexOf("\n", at);
    const end = lineBreak === -1 ? text.length : lineBreak + 1;
    if (end - at <= MAX_ROW_CHARACTERS + 1) {
      at = end;
      line++;
    } else {
      at += MAX_ROW_CHARACTERS;
      // Not between the two halves of one character.
      if (isLowHalf(text.charCodeAt(at)) && isHighHalf(text.charCodeAt(at - 1))) at--;
    }
  }
  starts[count] = at;
  return { starts, lines, count, isCut: at < text.length };
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

const isHighHalf = (code: number) => code >= 0xd800 && code < 0xdc00;
const isLowHalf = (code: number) => code >= 0xdc00 && code < 0xe000;

/** The row that holds the character at `offset`. */
export function rowAt({ starts, count }: TextRows, offset: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * A row as it can be shown: without its line break, with signs for NUL and other controls, for halves of characters, and
 * for the marks that turn the direction of text, which could make it read as another.
 */
export function printable(text: string): string {
  return text
    .replace(/\r?\n$/, "")
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (mark) =>
      mark === "\u007f" ? "\u2421" : String.fromCharCode(0x2400 + mark.charCodeAt(0)),
    )
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

/** More are not walked through one by one. */
export const MAX_MATCHES = 10_000;

/** Where the wanted text occurs, whatever its case. */
export function findMatches(text: string, wanted: string): number[] {
  if (wanted === "") return [];
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), "gi");
  const matches: number[] = [];
  for (let match = pattern.exec(text); match && matches.length < MAX_MATCHES; match = pattern.exec(text)) {
    matches.push(match.index);
  }
  return matches;
}
