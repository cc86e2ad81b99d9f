/**
 * The path of the first `__proto__` key in parsed JSON, or null. Schemas drop such keys without a word, which would lose
 * data; code that merges objects would take them for the prototype. Walks without recursion, so depth cannot overflow.
 */
export function findForbiddenKey(json: unknown): string | null {
  const pending: { value: unknown; path: string }[] = [{ value: json, path: "" }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      const place = path === "" ? key : `${path}.${key}`;
      if (key === "__proto__") return place;
      if (typeof child === "object" && child !== null) pending.push({ value: child, path: place });
    }
  }
  return null;
}
