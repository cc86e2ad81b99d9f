import type { GraphPatch } from "#graph/patch";
import { SCHEMA_VERSION } from "#graph/schema";
import type { Graph } from "#graph/schema";
import { refold } from "#graph/commands/refold";
import { recordId } from "./editor-store.ts";
import { withFolded } from "./folded.ts";

/** The selected part of a graph as a document of its own, with the edges between its nodes. */
export function copySelection(graph: Graph, selection: Iterable<string>): Graph | null {
  const ids = withFolded(graph, selection);
  const pick = <T extends { id: string }>(records: Record<string, T>, prefix = "") =>
    Object.fromEntries(Object.entries(records).filter(([id]) => ids.has(prefix + id)));
  const nodes = pick(graph.nodes);
  const notes = pick(graph.notes, "note:");
  const groups = pick(graph.groups, "frame:");
  if ([nodes, notes, groups].every((records) => Object.keys(records).length === 0)) return null;
  const edges = Object.fromEntries(
    Object.entries(graph.edges).filter(([, { from, to }]) => nodes[from.node] && nodes[to.node]),
  );
  return { schemaVersion: SCHEMA_VERSION, nodes, edges, notes, groups };
}

/** Adds all of another graph under new ids, with its upper left corner at `at`. Gives the patch and the new canvas ids. */
export function pasteRecords(
  fragment: Graph,
  { at, newId }: { at: { x: number; y: number }; newId: () => string },
): { patch: GraphPatch; canvasIds: string[] } {
  const positions = [fragment.nodes, fragment.notes, fragment.groups].flatMap((records) =>
    Object.values(records).map(({ position }) => position),
  );
  const left = Math.min(...positions.map(({ x }) => x));
  const top = Math.min(...positions.map(({ y }) => y));
  const canvasIds: string[] = [];
  const nodeIds = new Map<string, string>();
  const noteIds = new Map<string, string>();
  const groupIds = new Map<string, string>();
  const place = <T extends { id: string; position: { x: number; y: number } }>(
    records: Record<string, T>,
    prefix: string,
    newIds: Map<string, string>,
  ) =>
    Object.fromEntries(
      Object.values(records).map((record) => {
        const id = newId();
        newIds.set(record.id, id);
        canvasIds.push(prefix + id);
        const position = { x: at.x + record.position.x - left, y: at.y + record.position.y - top };
        return [id, { after: { ...record, id, position } }];
      }),
    );
  const patch: GraphPatch = {
    nodes: place(fragment.nodes, "", nodeIds),
    notes: place(fragment.notes, "note:", noteIds),
    groups: place(fragment.groups, "frame:", groupIds),
  };
  const groups = Object.entries(patch.groups ?? {}).map(([id, { after }]) => {
    const refolded = refold(after!, {
      nodes: (old) => nodeIds.get(old),
      notes: (old) => noteIds.get(old),
      groups: (old) => groupIds.get(old),
    });
    return [id, { after: refolded }] as const;
  });
  const edges = Object.values(fragment.edges).flatMap(({ from, to, bends }) => {
    const source = nodeIds.get(from.node);
    const target = nodeIds.get(to.node);
    if (!source || !target) return [];
    const id = newId();
    const led = bends && { bends: bends.map(({ x, y }) => ({ x: at.x + x - left, y: at.y + y - top })) };
    return [[id, { after: { id, from: { ...from, node: source }, to: { ...to, node: target }, ...led } }] as const];
  });
  return { patch: { ...patch, groups: Object.fromEntries(groups), edges: Object.fromEntries(edges) }, canvasIds };
}

/** Record ids of a selection, with what is folded away in its frames, as the kernel's commands take them. */
export function recordIds(graph: Graph, selection: Iterable<string>): string[] {
  return [...withFolded(graph, selection)].map(recordId);
}
