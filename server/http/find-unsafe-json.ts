/** Deeper than any document of ours; recursion over this much is safe on every stack. */
export const MAX_JSON_DEPTH = 100;

const refusedKeys = new Set(["__proto__", "constructor", "prototype"]);

/**
 * A sentence about the first thing in parsed JSON that must not be walked by recursive code or copied into objects:
 * nesting beyond `MAX_JSON_DEPTH`, or a key that reaches an object's prototype. Null when there is none.
 */
export function findUnsafeJson(json: unknown): string | null {
  // A list of its own instead of recursion: the nesting is the sender's choice.
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_JSON_DEPTH) return `The input is nested more than ${MAX_JSON_DEPTH} levels deep.`;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      if (Array.isArray(value)) {
        for (const item of value) if (typeof item === "object" && item !== null) next.push(item);
        continue;
      }
      for (const key of Object.keys(value)) {
        if (refusedKeys.has(key)) return `The input has a field named "${key}", which is not allowed.`;
        const item: unknown = Reflect.get(value, key);
        if (typeof item === "object" && item !== null) next.push(item);
      }
    }
    level = next;
  }
  return null;
}
