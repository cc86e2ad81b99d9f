import type { GraphPatch } from "../patch.ts";
import type { Graph } from "../schema.ts";
import { refold } from "./refold.ts";

/**
 * Copies nodes, notes and groups under new ids, shifted, with the edges between the copied nodes. Edges into the copied
 * part from outside are copied as well, so that the copy works at once; edges out of it are not, since inputs take one.
 */
export function duplicateRecords(
  graph: Graph,
  { ids, newId, offset }: { ids: Iterable<string>; newId: () => string; offset: { x: number; y: number } },
): { patch: GraphPatch; ids: Map<string, string> } {
  const wanted = new Set(ids);
  const copies = new Map<string, string>();
  const copyOf = <T extends { id: string; position: { x: number; y: number } }>(record: T): T => {
    const id = newId();
    copies.set(record.id, id);
    return { ...record, id, position: { x: record.position.x + offset.x, y: record.position.y + offset.y } };
  };
  const copyAll = <T extends { id: string; position: { x: number; y: number } }>(records: Record<string, T>) =>
    Object.fromEntries(
      Object.values(records)
        .filter(({ id }) => wanted.has(id))
        .map(copyOf)
        .map((after) => [after.id, { after }]),
    );
  const [nodes, notes, groups] = [copyAll(graph.nodes), copyAll(graph.notes), copyAll(graph.groups)];
  const copyOfId = (id: string) => copies.get(id);
  const refolded = Object.entries(groups).map(
    ([id, { after }]) =>
      [id, { after: refold(after, { nodes: copyOfId, notes: copyOfId, groups: copyOfId }) }] as const,
  );
  const patch: GraphPatch = { nodes, notes, groups: Object.fromEntries(refolded) };
  const edges = Object.values(graph.edges).flatMap((edge) => {
    const target = copies.get(edge.to.node);
    if (target === undefined) return [];
    const source = copies.get(edge.from.node);
    const ends = { from: { ...edge.from, node: source ?? edge.from.node }, to: { ...edge.to, node: target } };
    const bends = source !== undefined && edge.bends?.map(({ x, y }) => ({ x: x + offset.x, y: y + offset.y }));
    return [{ id: newId(), ...ends, ...(bends && { bends }) }];
  });
  return { patch: { ...patch, edges: Object.fromEntries(edges.map((after) => [after.id, { after }])) }, ids: copies };
}
