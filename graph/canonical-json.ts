import type { JsonValue } from "./json.ts";

/** JSON with the keys of each object sorted: equal documents give equal text, and so equal hashes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value as JsonValue));
}

function sorted(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item) => sorted(item) ?? null);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.keys(value)
    .sort()
    .map((key) => [key, sorted(value[key])] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined)) as JsonValue;
}
