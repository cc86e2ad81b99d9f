import { findForbiddenKey } from "#graph/find-forbidden-key";
import { MAX_PARAM_DEPTH } from "#graph/limits";

const token = /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** Where and why a text is no JSON that a workflow can keep, as a sentence; null when it is. Browsers do not agree on telling the place. */
export function jsonErrorText(text: string): string | null {
  return jsonFault(text)?.message ?? null;
}

export function jsonFault(text: string): { at: number; message: string } | null {
  if (text.trim() === "") return null;
  // First of all: what goes on walks as deep as the text nests.
  const deep = placeTooDeep(text);
  if (deep !== null) return { at: deep, message: `It is nested more than ${MAX_PARAM_DEPTH} levels deep.` };
  try {
    return keepingFault(text, JSON.parse(text));
  } catch {
    const at = faultAt(text);
    const before = text.slice(0, at).split("\n");
    const found = text[at] === undefined ? "the end of the text" : `"${text[at]}"`;
    const place = `Line ${before.length}, column ${before.at(-1)!.length + 1}`;
    return { at, message: `${place}: ${found} is not expected in JSON there.` };
  }
}

function placeTooDeep(text: string): number | null {
  let depth = 0;
  for (const { 0: sign, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"?|[[\]{}]/gs)) {
    if (sign === "[" || sign === "{") depth++;
    else if (sign === "]" || sign === "}") depth--;
    if (depth > MAX_PARAM_DEPTH) return index;
  }
  return null;
}

/** JSON that parses and that no document can hold. */
function keepingFault(text: string, json: unknown): { at: number; message: string } | null {
  if (findForbiddenKey(json) !== null) {
    const message = 'A field named "__proto__" cannot be kept. Name it otherwise.';
    return { at: Math.max(0, text.indexOf('"__proto__"')), message };
  }
  const place = placeOfInfinity(json);
  if (place === null) return null;
  const { from, to } = placeInJson(text, place);
  return { at: from, message: `${text.slice(from, to)} is beyond the largest number there is, ${Number.MAX_VALUE}.` };
}

function placeOfInfinity(json: unknown): PropertyKey[] | null {
  if (typeof json === "number") return Number.isFinite(json) ? null : [];
  if (typeof json !== "object" || json === null) return null;
  for (const [key, value] of Object.entries(json)) {
    const rest = placeOfInfinity(value);
    if (rest) return [key, ...rest];
  }
  return null;
}

/** Where in a JSON text the value at a path stands; the innermost that is there where the path goes on into nothing. */
export function placeInJson(text: string, path: readonly PropertyKey[]): { from: number; to: number } {
  let end = 0;
  function skip(): string {
    token.lastIndex = end;
    const match = token.exec(text);
    end += match?.[0].length ?? text.length;
    return match?.[1] ?? match?.[2] ?? "";
  }
  /** Goes over one value; gives its place when the path ends at it or within it. */
  function value(rest: readonly PropertyKey[] | null): { from: number; to: number } | null {
    const from = end + /^\s*/.exec(text.slice(end))![0].length;
    const sign = skip();
    let found: { from: number; to: number } | null = null;
    if (sign === "{" || sign === "[") {
      for (let index = 0; !isNext(sign === "{" ? "}" : "]") && end < text.length; index++) {
        if (index > 0) skip(); // the comma
        const key = sign === "{" ? (JSON.parse(skip()) as string) : index;
        if (sign === "{") skip(); // the colon
        const isMeant = rest !== null && rest.length > 0 && String(rest[0]) === String(key);
        // Of a key that is there twice, the last one counts.
        found = value(isMeant ? rest.slice(1) : null) ?? found;
      }
      skip();
    }
    return rest === null ? null : (found ?? { from, to: end });
  }
  function isNext(sign: string): boolean {
    return new RegExp(`^\\s*\\${sign}`).test(text.slice(end));
  }
  return value(path) ?? { from: 0, to: text.length };
}

/** Index of the first character that no JSON could have there. */
function faultAt(text: string): number {
  let end = 0;
  /** Takes the next token when it is one of the wanted signs, or a plain value for "value". */
  function take(...wanted: string[]): string | null {
    token.lastIndex = end;
    const match = token.exec(text);
    const sign = match?.[1] ?? (match?.[2] === undefined ? undefined : match[2].startsWith('"') ? "text" : "value");
    if (!match || sign === undefined || !wanted.includes(sign)) return null;
    end += match[0].length;
    return sign;
  }
  function members(close: string, member: () => boolean): boolean {
    if (take(close)) return true;
    do if (!member()) return false;
    while (take(","));
    return take(close) !== null;
  }
  function value(): boolean {
    const sign = take("{", "[", "text", "value");
    if (sign === "{") return members("}", () => take("text") !== null && take(":") !== null && value());
    return sign === "[" ? members("]", value) : sign !== null;
  }
  value();
  return end + /^\s*/.exec(text.slice(end))![0].length;
}
