import type { JsonValue } from "../json.ts";
import type { GraphPatch } from "../patch.ts";
import type { Graph, GraphGroup, GraphNode, GraphNote } from "../schema.ts";

/** Changes some params of a node and leaves the others; `undefined` takes a param back to its default. */
export function setParams(
  graph: Graph,
  { nodeId, params }: { nodeId: string; params: Readonly<Record<string, JsonValue | undefined>> },
): GraphPatch {
  const before = graph.nodes[nodeId];
  if (!before) return {};
  const merged = Object.entries({ ...before.params, ...params }).filter(
    (entry): entry is [string, JsonValue] => entry[1] !== undefined,
  );
  return { nodes: { [nodeId]: { before, after: { ...before, params: Object.fromEntries(merged) } } } };
}

/** A title that is empty or the node type's own is no title: the node then follows its type. */
export function renameNode(graph: Graph, { nodeId, title }: { nodeId: string; title: string }): GraphPatch {
  const name = title.trim();
  return updateNode(graph, { nodeId, changes: { title: name === "" ? undefined : name } });
}

export type NodeChanges = Partial<Pick<GraphNode, "title" | "disabled" | "onError" | "retry" | "timeoutMs" | "cache">>;

/** Changes settings of a node; `undefined` removes one. */
export function updateNode(graph: Graph, { nodeId, changes }: { nodeId: string; changes: NodeChanges }): GraphPatch {
  const before = graph.nodes[nodeId];
  if (!before) return {};
  return { nodes: { [nodeId]: { before, after: withoutUndefined({ ...before, ...changes }) } } };
}

export function updateNote(
  graph: Graph,
  { noteId, changes }: { noteId: string; changes: Partial<Pick<GraphNote, "text" | "size">> },
): GraphPatch {
  const before = graph.notes[noteId];
  return before ? { notes: { [noteId]: { before, after: { ...before, ...changes } } } } : {};
}

export type GroupChanges = {
  [K in "title" | "position" | "size"]?: GraphGroup[K];
} & { [K in "colour" | "folded"]?: GraphGroup[K] | undefined };

/** Changes a frame; `undefined` removes a colour, and unfolds. */
export function updateGroup(
  graph: Graph,
  { groupId, changes }: { groupId: string; changes: GroupChanges },
): GraphPatch {
  const before = graph.groups[groupId];
  return before ? { groups: { [groupId]: { before, after: withoutUndefined({ ...before, ...changes }) } } } : {};
}

/** Locks the positions of nodes, notes and groups by id, or frees them. */
export function lockRecords(graph: Graph, { ids, isLocked }: { ids: Iterable<string>; isLocked: boolean }): GraphPatch {
  const wanted = new Set(ids);
  const changed = <T extends GraphNode | GraphNote | GraphGroup>(records: Record<string, T>) =>
    Object.fromEntries(
      Object.values(records)
        .filter(({ id, locked = false }) => wanted.has(id) && locked !== isLocked)
        .map((before) => {
          const { locked: _locked, ...rest } = before;
          return [before.id, { before, after: (isLocked ? { ...rest, locked: true } : rest) as T }];
        }),
    );
  return { nodes: changed(graph.nodes), notes: changed(graph.notes), groups: changed(graph.groups) };
}

function withoutUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
