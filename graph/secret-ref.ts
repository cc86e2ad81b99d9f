import { z } from "zod";
import type { JsonValue } from "./json.ts";
import type { Graph } from "./schema.ts";

const MAX_NAME_CHARACTERS = 64;

/** As names of environment variables are, since the command line takes secrets from those. */
export const secretNameSchema = z
  .string()
  .max(MAX_NAME_CHARACTERS)
  .regex(/^[A-Z][A-Z0-9_]*$/, "must begin with a capital letter and hold A to Z, 0 to 9 and '_' only");

/** A secret as params hold it: its name alone. The value never is in a graph. */
export const secretRefSchema = z.strictObject({ secretName: secretNameSchema });
export type SecretRef = z.output<typeof secretRefSchema>;

/** Where a graph names a secret. */
export type SecretUse = { nodeId: string; param: string; secretName: string };

const known = new WeakMap<Graph, readonly SecretUse[]>();

/** Found by their form and not by the definitions, so that those of unknown node types count as well. Asked for at each step in the editor. */
export function secretUsesIn(graph: Graph): readonly SecretUse[] {
  let uses = known.get(graph);
  if (!uses) {
    uses = Object.values(graph.nodes).flatMap(({ id, params }) =>
      Object.entries(params).flatMap(([param, value]) =>
        namesIn(value).map((secretName) => ({ nodeId: id, param, secretName })),
      ),
    );
    known.set(graph, uses);
  }
  return uses;
}

/** The names of all secrets that the graphs name, each once, in alphabetical order. */
export function secretNamesIn(graphs: readonly Graph[]): string[] {
  return [...new Set(graphs.flatMap((graph) => secretUsesIn(graph).map(({ secretName }) => secretName)))].toSorted();
}

/** Recursion is safe here: the document's depth was limited when it came in. */
function namesIn(value: JsonValue): string[] {
  if (typeof value !== "object" || value === null) return [];
  const ref = secretRefSchema.safeParse(value);
  if (ref.success) return [ref.data.secretName];
  return Object.values(value).flatMap(namesIn);
}
