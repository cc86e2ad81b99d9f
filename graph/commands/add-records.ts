import type { GraphPatch } from "../patch.ts";
import type { Graph, GraphGroup, GraphNode, GraphNote } from "../schema.ts";

export function addNode(_graph: Graph, node: GraphNode): GraphPatch {
  return { nodes: { [node.id]: { after: node } } };
}

export function addNote(_graph: Graph, note: GraphNote): GraphPatch {
  return { notes: { [note.id]: { after: note } } };
}

export function addGroup(_graph: Graph, group: GraphGroup): GraphPatch {
  return { groups: { [group.id]: { after: group } } };
}
