import type { Graph } from "#graph/schema";
import { wiringOf } from "./wiring-of.ts";

/** The wires at a node as one goes through them: those that leave it first, each in the order of the ports. */
export function wiresAt(graph: Graph, nodeId: string): string[] {
  const { incoming, outgoing } = wiringOf(graph);
  const leaving = [...(outgoing.get(nodeId)?.values() ?? [])].flat();
  const arriving = [...(incoming.get(nodeId)?.values() ?? [])];
  return [...leaving, ...arriving].map(({ id }) => id);
}

/** The button on a wire, which is there while the wire is selected or hovered. */
export function insertButton(edgeId: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-wire-insert="${CSS.escape(edgeId)}"]`);
}
