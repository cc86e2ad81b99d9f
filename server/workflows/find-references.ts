import type { JsonValue } from "../../graph/json.ts";
import type { Graph } from "../../graph/schema.ts";

/** `name` is what the file or model was called where it was chosen, if that is known. */
export type Reference = { kind: "model" | "file"; hash: string; name: string | null };

/**
 * The models and files that a graph's params and pins hold, by content hash, each once. Found by their form (`ModelRef`,
 * `FileRef`) and not by the definitions, so that those of unknown node types count as well.
 */
export function findReferences(graph: Graph): Reference[] {
  const found = new Map<string, Reference>();
  const pending: JsonValue[] = Object.values(graph.nodes).flatMap(({ params, pins }) =>
    pins ? [params, pins as JsonValue] : [params],
  );
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const reference = Array.isArray(value) ? null : asReference(value);
    if (reference) found.set(`${reference.kind} ${reference.hash}`, reference);
    for (const item of Object.values(value)) if (typeof item === "object" && item !== null) pending.push(item);
  }
  return [...found.values()];
}

function asReference(value: Record<string, JsonValue>): Reference | null {
  const { hash } = value;
  const name = typeof value.name === "string" ? value.name : null;
  if (typeof hash !== "string" || !/^[0-9a-f]{64}$/.test(hash)) return null;
  if (Array.isArray(value.inputs) && Array.isArray(value.outputs)) return { kind: "model", hash, name };
  if (typeof value.mediaType === "string") return { kind: "file", hash, name };
  return null;
}
