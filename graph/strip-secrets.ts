import type { JsonValue } from "./json.ts";
import type { Graph, GraphNode } from "./schema.ts";
import type { SubGraphs } from "./sub-graphs.ts";

/** `code` is stable and kebab-case. */
export type ImportWarning = { code: string; message: string; nodeId?: string; param?: string };

const secretName = /(api[-_]?key|access[-_]?key|secret|passw(or)?d|token|credentials?([-_]?id)?|authorization)$/i;
/** Forms of keys that the usual services give out, and of ours. */
const secretValue =
  /^(sk-[\w-]{16,}|sk_(live|test)_\w{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|AKIA[0-9A-Z]{16}|xox[abprs]-[\w-]{10,}|AIza[\w-]{30,}|hf_\w{20,}|wf_live_\w+|Bearer\s+\S{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*)$/;
/** A path of the machine where the file was made: it means nothing here, or something that it should not. */
const localPath = /^(file:\/\/|[A-Za-z]:[\\/]|\\\\|~\/|\/[\w.@-]+\/[^\s]*$|\.\.[\\/])/;

/**
 * The graph without what must not travel with a file: secrets and paths of another machine become empty text. Each thing
 * taken out is named, so that it can be set anew. With `keepPaths`, for what stays on its machine, secrets alone go.
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
  return { graph: { ...graph, nodes: Object.fromEntries(nodes) }, warnings };
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
    const name = path.slice(path.lastIndexOf(".") + 1);
    if (value !== "" && (secretName.test(name) || secretValue.test(value))) {
      how.report("secret-removed", "A secret", path);
      return "";
    }
    if (!how.keepPaths && localPath.test(value)) {
      how.report("path-removed", "A path of another machine", path);
      return "";
    }
    return value;
  }
  if (Array.isArray(value)) return value.map((item, index) => strip(item, `${path}.${index}`, how));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, strip(item, `${path}.${key}`, how)]));
}
