const token = /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** Where and why a text is no JSON, as a sentence; null when it is. Browsers do not agree on telling the place. */
export function jsonErrorText(text: string): string | null {
  if (text.trim() === "") return null;
  try {
    JSON.parse(text);
    return null;
  } catch {
    const at = faultAt(text);
    const before = text.slice(0, at).split("\n");
    const found = text[at] === undefined ? "the end of the text" : `"${text[at]}"`;
    return `Line ${before.length}, column ${before.at(-1)!.length + 1}: ${found} is not expected in JSON there.`;
  }
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
