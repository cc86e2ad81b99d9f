import type { JsonValue } from "#graph/json";

const ONE_LINE_CHARACTERS = 32;

/** JSON as people read and edit it: short arrays and plain values on one line, everything else indented. */
export function jsonText(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  const short = JSON.stringify(value);
  if (short.length > ONE_LINE_CHARACTERS) return JSON.stringify(value, null, 2);
  // A comma within a text is part of it.
  return short.includes('"') ? short : short.replaceAll(",", ", ");
}
