import type { NodeLibrary } from "#graph/define-node";
import type { Graph, GraphGroup } from "#graph/schema";
import { HEADER_HEIGHT, cardOf } from "./card-of.ts";

/** Canvas ids of the nodes and notes whose heads lie in the frame. */
export function nodesInFrame(graph: Graph, library: NodeLibrary, { position, size }: GraphGroup): string[] {
  const holds = ({ x, y }: { x: number; y: number }, width: number) =>
    x >= position.x &&
    y >= position.y &&
    x + width <= position.x + size.width &&
    y + HEADER_HEIGHT <= position.y + size.height;
  const nodes = Object.values(graph.nodes).filter((node) =>
    holds(node.position, cardOf(graph, library, node.id)?.width ?? 0),
  );
  const notes = Object.values(graph.notes).filter((note) => holds(note.position, note.size.width));
  return [...nodes.map(({ id }) => id), ...notes.map(({ id }) => `note:${id}`)];
}
