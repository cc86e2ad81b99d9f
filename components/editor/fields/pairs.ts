import type { JsonValue } from "#graph/json";

export type Pair = { name: string; value: string };

/** The rows of a record of texts; none of anything else. */
export function pairsIn(value: JsonValue | undefined): Pair[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, text]) => ({ name, value: String(text) }));
}

/** Of rows of one name the last counts; one without a name is still being written. */
export function recordOf(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(
    pairs.flatMap(({ name, value }) => (name.trim() === "" ? [] : [[name.trim(), value] as const])),
  );
}
