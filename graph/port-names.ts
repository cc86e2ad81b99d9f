import { MAX_ID_CHARACTERS } from "./limits.ts";

// An output called so would hide the port of the error policy.
const errorPort = "error";

/**
 * Port names for what is named freely (tensors of a model, inputs of a workflow, cases of a switch), in their order: characters that an edge
 * cannot hold become `_`, long names are cut, and names that are taken get `_2`, `_3`, … The same names always give the
 * same ports.
 */
export function portNames(named: readonly { name: string }[], taken: readonly string[] = []): string[] {
  const used = new Set([errorPort, ...taken]);
  return named.map(({ name }) => {
    const safe = name.replace(/[^A-Za-z0-9_.-]/g, "_").slice(0, MAX_ID_CHARACTERS - 6) || "_";
    let port = safe in Object.prototype ? `${safe}_` : safe;
    for (let n = 2; used.has(port); n++) port = `${safe}_${n}`;
    used.add(port);
    return port;
  });
}
