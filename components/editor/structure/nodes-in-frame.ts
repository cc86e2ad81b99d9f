import type { NodeLibrary } from "#graph/define-node";
import type { Graph, GraphGroup } from "#graph/schema";
import { HEADER_HEIGHT, cardOf } from "../nodes/card-of.ts";
import { findRecord } from "../editor-store.ts";
import { foldedCard, foldedHosts, foldedSize, membersOf } from "./folded.ts";

/** Canvas ids of the nodes, notes and smaller frames whose heads lie in the frame; of a folded one, what is folded away in it. */
export function nodesInFrame(graph: Graph, library: NodeLibrary, frame: GraphGroup): string[] {
  if (frame.folded) return membersOf(frame.folded).filter((id) => findRecord(graph, id));
  const { position, size } = frame;
  const hosts = foldedHosts(graph);
  const holds = ({ x, y }: { x: number; y: number }, width: number) =>
    x >= position.x &&
    y >= position.y &&
    x + width <= position.x + size.width &&
    y + HEADER_HEIGHT <= position.y + size.height;
  const nodes = Object.values(graph.nodes).filter((node) =>
    holds(node.position, cardOf(graph, library, node.id)?.width ?? 0),
  );
  const notes = Object.values(graph.notes).filter((note) => holds(note.position, note.size.width));
  const frames = Object.values(graph.groups).filter((other) => {
    const drawn = other.folded ? foldedSize(foldedCard(graph, library, other.id)) : other.size;
    const isWithin = other.position.y + drawn.height <= position.y + size.height;
    return other.id !== frame.id && isWithin && holds(other.position, drawn.width);
  });
  const ids = [
    ...nodes.map(({ id }) => id),
    ...notes.map(({ id }) => `note:${id}`),
    ...frames.map(({ id }) => `frame:${id}`),
  ];
  return ids.filter((id) => !hosts.has(id));
}

/** Without notes and frames. */
export function countNodes(graph: Graph, library: NodeLibrary, frame: GraphGroup): number {
  return nodesInFrame(graph, library, frame).filter((id) => Object.hasOwn(graph.nodes, id)).length;
}
