const sha256 = /^[0-9a-f]{64}$/;

/**
 * Every file and model that a JSON document refers to, by content hash, with the name it goes by.
 * Whatever looks like a reference counts as one: params, defaults of error policies and run inputs may all hold them.
 */
export function contentsIn(document: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const rest: unknown[] = [document];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value !== "object" || value === null) continue;
    if ("hash" in value && typeof value.hash === "string" && sha256.test(value.hash)) {
      found.set(value.hash, "name" in value && typeof value.name === "string" ? value.name : value.hash);
    }
    for (const part of Object.values(value)) if (typeof part === "object") rest.push(part);
  }
  return found;
}
