import type { JsonValue } from "./json.ts";
import type { Graph, GraphNode, GraphNote } from "./schema.ts";
import { withoutSecrets } from "./secrets-in-text.ts";
import type { SubGraphs } from "./sub-graphs.ts";

/** `code` is stable and kebab-case. */
export type ImportWarning = { code: string; message: string; nodeId?: string; param?: string };

/** A path of the machine where the file was made: it means nothing here, or something that it should not. */
const localPath = /^(file:\/\/|[A-Za-z]:[\\/]|\\\\|~\/|\/[\w.@-]+\/[^\s]*$|\.\.[\\/])/;

/**
 * The graph without what must not travel with a file: secrets go out of the text around them, and paths of another machine
 * become empty text. Each thing taken out is named, so that it can be set anew. With `keepPaths`, for what stays on its machine, secrets alone go.
 */
export function stripSecrets(
  graph: Graph,
  { keepPaths = false }: { keepPaths?: boolean } = {},
): { graph: Graph; warnings: ImportWarning[] } {
  const warnings: ImportWarning[] = [];
  const nodes = Object.entries(graph.nodes).map(([nodeId, node]) => {
    const params = Object.entries(node.params).map(([param, value]) => {
      const report = (code: string, what: string, path: string) =>
        warnings.push({
          code,
          nodeId,
          param,
          message: `${what} in ${path} of node "${node.title ?? nodeId}" was left out. Set it again if you need it.`,
        });
      return [param, strip(value, param, { report, keepPaths })] as const;
    });
    const stripped = { ...node, params: Object.fromEntries(params) };
    return [nodeId, withoutSecretPins(stripped, warnings)] as const;
  });
  const notes = Object.entries(graph.notes).map(([id, note]) => [id, withoutSecretText(note, warnings)] as const);
  return { graph: { ...graph, nodes: Object.fromEntries(nodes), notes: Object.fromEntries(notes) }, warnings };
}

function withoutSecretText(note: GraphNote, warnings: ImportWarning[]): GraphNote {
  const text = withoutSecrets(note.text, "text");
  if (text === note.text) return note;
  const name = text.split("\n", 1)[0]!.slice(0, 40);
  const message = `A secret in the note "${name}" was left out. Set it again if you need it.`;
  warnings.push({ code: "secret-removed", message });
  return { ...note, text };
}

/** A pin with a secret in it goes as a whole: its preview repeats what it holds, cut and in other words. */
function withoutSecretPins(node: GraphNode, warnings: ImportWarning[]): GraphNode {
  const { pins, ...bare } = node;
  if (!pins) return node;
  const kept = Object.entries(pins).filter(([port, pin]) => {
    let hasSecret = false;
    const report: Report = (code) => (hasSecret ||= code === "secret-removed");
    strip(pin as JsonValue, "value", { report, keepPaths: true });
    if (!hasSecret) return true;
    const message = `The value pinned at "${port}" of node "${node.title ?? node.id}" holds a secret and was left out. Pin it again if you need it.`;
    warnings.push({ code: "pin-removed", nodeId: node.id, message });
    return false;
  });
  return kept.length > 0 ? { ...bare, pins: Object.fromEntries(kept) } : bare;
}

/** The same for all that a graph runs. */
export function stripSubGraphs(subGraphs: SubGraphs): SubGraphs {
  const bare = Object.entries(subGraphs).map(
    ([key, sub]) => [key, { ...sub, graph: stripSecrets(sub.graph).graph }] as const,
  );
  return Object.fromEntries(bare);
}

type Report = (code: string, what: string, path: string) => void;
type How = { report: Report; keepPaths: boolean };

/** Recursion is safe here: the document's depth was limited when it came in. */
function strip(value: JsonValue, path: string, how: How): JsonValue {
  if (typeof value === "string") {
    const bare = withoutSecrets(value, path.slice(path.lastIndexOf(".") + 1));
    if (bare !== value) how.report("secret-removed", "A secret", path);
    if (how.keepPaths || !localPath.test(bare)) return bare;
    how.report("path-removed", "A path of another machine", path);
    return "";
  }
  if (Array.isArray(value)) return value.map((item, index) => strip(item, `${path}.${index}`, how));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, strip(item, `${path}.${key}`, how)]));
}
