/** Where something stands in the text: from `start` up to, not including, `end`. */
export type Span = { start: number; end: number };

/** One value of a word: an operator, then quoted or bare text. `rest` is what stands after the closing quote, such as "@3". */
export type RawValue = Span & {
  operator: "" | "=" | ">" | ">=" | "<" | "<=";
  text: string;
  isQuoted: boolean;
  rest: string;
};

/**
 * A word of the query as it stands: `-field.port:value,value`. `field` is null for words that are searched themselves.
 * `unclosedAt` is where a quote opens that nothing closes.
 */
export type RawWord = Span & {
  isNegated: boolean;
  field: string | null;
  port: string | null;
  values: RawValue[];
  unclosedAt: number | null;
};

const fieldPattern = /([A-Za-z][A-Za-z_]*)(?:\.(?:"((?:[^"\\]|\\.)*)"|([^\s":,]+)))?:/y;
const spacePattern = /\s+/y;
const operatorPattern = /[<>]=?|=/y;

/** Splits any text into words; what is wrong inside of one is for `parseRunQuery` to say. */
export function splitQuery(text: string): RawWord[] {
  const words: RawWord[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };

  for (;;) {
    match(spacePattern);
    if (at >= text.length) return words;
    const start = at;
    const isNegated = text[at] === "-" && /\S/.test(text[at + 1] ?? "");
    if (isNegated) at += 1;
    const named = match(fieldPattern);
    const word: RawWord = {
      start,
      end: at,
      isNegated,
      field: named?.[1] ?? null,
      port: named ? (named[3] ?? (named[2] === undefined ? null : unescaped(named[2]))) : null,
      values: [],
      unclosedAt: null,
    };
    for (;;) {
      word.values.push(readValue(word));
      if (word.field === null || text[at] !== ",") break;
      at += 1;
    }
    word.end = at;
    words.push(word);
  }

  function readValue(word: RawWord): RawValue {
    const start = at;
    const operator = word.field === null ? "" : ((match(operatorPattern)?.[0] ?? "") as RawValue["operator"]);
    if (text[at] !== '"') {
      const bare = readBare(word.field !== null);
      return { start, end: at, operator, text: bare, isQuoted: false, rest: "" };
    }
    const opensAt = at;
    at += 1;
    let value = "";
    while (at < text.length && text[at] !== '"') {
      if (text[at] === "\\" && at + 1 < text.length) at += 1;
      value += text[at];
      at += 1;
    }
    if (at >= text.length) word.unclosedAt ??= opensAt;
    else at += 1;
    const rest = readBare(word.field !== null);
    return { start, end: at, operator, text: value, isQuoted: true, rest };
  }

  function readBare(endsAtComma: boolean): string {
    const start = at;
    while (at < text.length && !/\s/.test(text[at]!) && !(endsAtComma && text[at] === ",")) at += 1;
    return text.slice(start, at);
  }
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, "$1");
}
