import { connectPorts } from "#graph/commands/connect-ports";
import type { NodeLibrary } from "#graph/define-node";
import { mergePatches } from "#graph/merge-patches";
import { applyPatch } from "#graph/patch";
import type { GraphPatch } from "#graph/patch";
import { newRefusal } from "#graph/refused-edges";
import { SCHEMA_VERSION } from "#graph/schema";
import type { Graph, GraphEdge } from "#graph/schema";
import { refold } from "#graph/commands/refold";
import { recordId } from "../editor-store.ts";
import { withFolded } from "../structure/folded.ts";

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

/** The wires that lead into a part of a graph from outside of it. */
export function linksInto(graph: Graph, part: Graph): GraphEdge[] {
  return Object.values(graph.edges).filter(({ from, to }) => part.nodes[to.node] && !part.nodes[from.node]);
}

type Links = { into: Graph; library: NodeLibrary; edges: readonly GraphEdge[] };

/**
 * Adds all of another graph under new ids, with its upper left corner at `at`. With `links`, wires from outside lead into it as
 * well, as far as they begin in the graph that it comes into and fit. Gives the patch, the new canvas ids, and how many of the links do not.
 */
export function pasteRecords(
  fragment: Graph,
  { at, newId, links }: { at: { x: number; y: number }; newId: () => string; links?: Links },
): { patch: GraphPatch; canvasIds: string[]; lost: number } {
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
  const pasted = { ...patch, groups: Object.fromEntries(groups), edges: Object.fromEntries(edges) };
  if (!links) return { patch: pasted, canvasIds, lost: 0 };
  const { patch: linked, lost } = withLinks(pasted, { links, nodeIds, newId });
  return { patch: linked, canvasIds, lost };
}

function withLinks(
  pasted: GraphPatch,
  { links, nodeIds, newId }: { links: Links; nodeIds: ReadonlyMap<string, string>; newId: () => string },
): { patch: GraphPatch; lost: number } {
  let patch = pasted;
  let graph = applyPatch(links.into, patch);
  let lost = 0;
  for (const { from, to } of links.edges) {
    const target = nodeIds.get(to.node);
    const edge = { edgeId: newId(), from, to: { node: target ?? "", port: to.port } };
    const joined = target !== undefined && graph.nodes[from.node] ? connectPorts(graph, edge) : null;
    const next = joined && applyPatch(graph, joined);
    if (!joined || !next || newRefusal(links.library, { before: graph, after: next }) !== null) {
      lost++;
      continue;
    }
    patch = mergePatches(patch, joined);
    graph = next;
  }
  return { patch, lost };
}

/** Record ids of a selection, with what is folded away in its frames, as the kernel's commands take them. */
export function recordIds(graph: Graph, selection: Iterable<string>): string[] {
  return [...withFolded(graph, selection)].map(recordId);
}
