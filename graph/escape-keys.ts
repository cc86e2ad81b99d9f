/** Names of fields that code which copies objects takes for their prototype; superjson refuses them. Also as they are escaped. */
const escapable = /^~*(?:__proto__|constructor|prototype)$/;

/**
 * JSON with no field of these names: each has a "~" more in front. `unescapeKeys` gives it back. What is neither a list nor a
 * plain object is left as it is.
 */
export function escapeKeys<T>(value: T): T {
  return mapKeys(value, (key) => (escapable.test(key) ? `~${key}` : key)) as T;
}

export function unescapeKeys(value: unknown): unknown {
  return mapKeys(value, (key) => (key.startsWith("~") && escapable.test(key) ? key.slice(1) : key));
}

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  // Defines each field as the object's own, also "__proto__".
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), mapKeys(item, rename)]));
}
