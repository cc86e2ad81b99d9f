import type { z } from "zod";
import type { AnyNodeDefinition, NodeLibrary } from "../define-node.ts";
import { patternOf } from "../find-words.ts";
import type { Found, Wanted } from "../find-words.ts";
import type { JsonValue } from "../json.ts";
import { mergePatches } from "../merge-patches.ts";
import { applyPatch } from "../patch.ts";
import type { GraphPatch } from "../patch.ts";
import { paramsInUse } from "../params-in-use.ts";
import { portsOf } from "../ports-of.ts";
import { refusalWords } from "../refusal-words.ts";
import { graphNoteSchema, titleSchema } from "../schema.ts";
import type { Graph, GraphNode } from "../schema.ts";
import { topologyOf } from "../topology.ts";
import { setParams, updateGroup, updateNode, updateNote } from "./update-records.ts";

/** What becomes of each place: its text after, or why it is left as it is, as the second half of a sentence. */
export type Replacement = { found: Found } & ({ after: string } | { reason: string });

/**
 * Replaces the words at the places given, in one patch. A place is left where what comes of it is no title, is refused by
 * its param, or would take away a port that has a wire.
 */
export function replaceWords(
  graph: Graph,
  library: NodeLibrary,
  { found, wanted, by }: { found: readonly Found[]; wanted: Wanted; by: string },
): { patch: GraphPatch; replacements: Replacement[] } {
  let patch: GraphPatch = {};
  let current = graph;
  const replacements = found.map((one): Replacement => {
    const after = one.text.replace(patternOf(wanted), () => by);
    const result = one.isFixed ? { reason: whyFixed(one) } : replaceAt(current, library, { found: one, after });
    if ("reason" in result) return { found: one, reason: result.reason };
    patch = mergePatches(patch, result.patch);
    current = applyPatch(current, result.patch);
    return { found: one, after };
  });
  return { patch, replacements };
}

function whyFixed({ place }: Found): string {
  return place === "type" ? "is the node's type; “Replace with…” changes that" : "is the name of what is chosen there";
}

type Result = { patch: GraphPatch } | { reason: string };

function replaceAt(graph: Graph, library: NodeLibrary, { found, after }: { found: Found; after: string }): Result {
  const { id } = found;
  if (found.table === "notes") {
    const reason = reasonOf(graphNoteSchema.shape.text.safeParse(after, { error: refusalWords }));
    return reason === null ? { patch: updateNote(graph, { noteId: id, changes: { text: after } }) } : { reason };
  }
  if (found.place !== "param") {
    const reason = reasonOf(titleSchema.safeParse(after, { error: refusalWords }));
    if (reason !== null) return { reason };
    const title = after.trim();
    const patch =
      found.table === "groups"
        ? updateGroup(graph, { groupId: id, changes: { title } })
        : updateNode(graph, { nodeId: id, changes: { title } });
    return { patch };
  }
  const node = graph.nodes[id];
  if (!node) return { reason: "is not there any more" };
  const [name, ...rest] = found.path;
  const next = changed(node.params[name], rest, after);
  if (next === undefined) return { reason: `would be “${after}”, which is no number` };
  const patch = setParams(graph, { nodeId: id, params: { [name]: next } });
  const definition = Object.hasOwn(library, node.type) ? library[node.type] : undefined;
  const changedNode = patch.nodes?.[id]?.after;
  const reason = definition && changedNode ? whyNot(graph, definition, { node, after: changedNode, name }) : null;
  return reason === null ? { patch } : { reason };
}

/** The value with the text in place of the leaf at the path; undefined where a number would be none. */
function changed(
  value: JsonValue | undefined,
  path: readonly (string | number)[],
  after: string,
): JsonValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (typeof value !== "number") return after;
    return after.trim() !== "" && Number.isFinite(Number(after)) ? Number(after) : undefined;
  }
  const inner = changed((value as Record<string | number, JsonValue>)[key], rest, after);
  if (inner === undefined) return undefined;
  if (Array.isArray(value)) return value.with(Number(key), inner);
  return { ...(value as Record<string, JsonValue>), [key]: inner };
}

function whyNot(
  graph: Graph,
  definition: AnyNodeDefinition,
  { node, after, name }: { node: GraphNode; after: GraphNode; name: string },
): string | null {
  const refusal = refusalOf(definition, after, name);
  if (refusal !== null && refusalOf(definition, node, name) === null) return refusal;
  const lost = wiredPorts(graph, node.id).find(
    ({ side, port }) =>
      Object.hasOwn(portsOf(node, definition)[side], port) && !Object.hasOwn(portsOf(after, definition)[side], port),
  );
  return lost
    ? `would take away the ${lost.side === "inputs" ? "input" : "output"} “${lost.port}”, which has a wire`
    : null;
}

function refusalOf(definition: AnyNodeDefinition, { params }: GraphNode, name: string): string | null {
  const parsed = definition.params.safeParse(paramsInUse(definition, params), { error: refusalWords });
  if (parsed.success) {
    return definition.checkParams?.(parsed.data).find(({ param }) => param === name)?.message ?? null;
  }
  const issue = parsed.error.issues.find(({ path }: z.core.$ZodIssue) => path[0] === name);
  return issue ? `would be refused: ${issue.message}` : null;
}

function wiredPorts(graph: Graph, nodeId: string): { side: "inputs" | "outputs"; port: string }[] {
  const inputs = [...(topologyOf(graph).incoming.get(nodeId)?.keys() ?? [])];
  const outputs = Object.values(graph.edges).flatMap(({ from }) => (from.node === nodeId ? [from.port] : []));
  return [
    ...inputs.map((port) => ({ side: "inputs" as const, port })),
    ...outputs.map((port) => ({ side: "outputs" as const, port })),
  ];
}

function reasonOf(parsed: z.ZodSafeParseResult<unknown>): string | null {
  return parsed.success ? null : `would be refused: ${parsed.error.issues[0]?.message}`;
}
