import type { JsonValue } from "../json.ts";

export const LINE_WIDTH = 120;
/** From here on a text of several lines is written as lines. */
const MIN_BLOCK_CHARACTERS = 40;

/** What cannot be seen, or makes a text read as something that it is not: written as what it is. Joiners of letters and emoji stay. */
const unseen =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff0-\uffff]|[\ud800-\udfff]/gu;

/** The value as TypeScript that gives it again, from the column on in lines of `LINE_WIDTH` where that is possible. */
export function writeLiteral(
  value: JsonValue,
  { indent = 0, column = indent }: { indent?: number; column?: number } = {},
): string {
  if (typeof value === "string") return writeText(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const line = writeOnOneLine(value);
  // A comma or bracket follows.
  if (!line.includes("\n") && column + line.length < LINE_WIDTH - 1) return line;
  const inner = indent + 2;
  const pad = " ".repeat(inner);
  const end = `\n${" ".repeat(indent)}`;
  if (Array.isArray(value)) {
    const isNumbers = value.every((item) => typeof item === "number");
    const items = value.map((item) => writeLiteral(item, { indent: inner }));
    return `[\n${isNumbers ? fillLines(items, pad) : items.map((item) => `${pad}${item},`).join("\n")}${end}]`;
  }
  const fields = Object.entries(value).map(([key, item]) => {
    const name = writeKey(key);
    const written = writeLiteral(item, { indent: inner, column: inner + name.length + 2 });
    const isTooLong = inner + name.length + written.length + 3 > LINE_WIDTH;
    const isOneText = typeof item === "string" && isTooLong && !written.includes("\n");
    return `${pad}${name}:${isOneText ? `\n${pad}  ` : " "}${written},`;
  });
  return `{\n${fields.join("\n")}${end}}`;
}

/** As many as fit on each line. */
function fillLines(items: readonly string[], pad: string): string {
  const lines: string[] = [];
  let line = pad;
  for (const item of items) {
    if (line !== pad && line.length + item.length + 2 > LINE_WIDTH) {
      lines.push(line.trimEnd());
      line = pad;
    }
    line += `${item}, `;
  }
  return [...lines, line.trimEnd()].join("\n");
}

function writeOnOneLine(value: JsonValue): string {
  if (typeof value === "string") return writeText(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeOnOneLine).join(", ")}]`;
  const fields = Object.entries(value).map(([key, item]) => `${writeKey(key)}: ${writeOnOneLine(item)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

export function writeKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : writeQuoted(key);
}

/** Of several lines, as a template that shows them; else in quotes. */
export function writeText(text: string): string {
  if (text.length < MIN_BLOCK_CHARACTERS || !text.trimEnd().includes("\n")) return writeQuoted(text);
  const escaped = text
    .replace(/[\\`]|\$(?=\{)/g, "\\$&")
    .replace(unseen, (found) => (found === "\n" ? found : escapeUnseen(found)));
  return `\`${escaped}\``;
}

export function writeQuoted(text: string): string {
  return JSON.stringify(text).replace(unseen, escapeUnseen);
}

function escapeUnseen(found: string): string {
  if (found === "\t") return "\\t";
  if (found === "\r") return "\\r";
  return `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
