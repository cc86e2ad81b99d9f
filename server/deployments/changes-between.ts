import { canonicalJson } from "../../graph/canonical-json.ts";
import { titleOf } from "../../graph/title-of.ts";
import type { Graph, GraphNode } from "../../graph/schema.ts";
import { definitions } from "../../nodes/definitions.ts";

/** Nodes by their titles, in the order of the document. */
export type GraphChanges = { added: string[]; removed: string[]; changed: string[]; isRewired: boolean };

/** What clients may notice between two graphs: where things lie on the canvas is not part of it. */
export function changesBetween(before: Graph, after: Graph): GraphChanges {
  const titles = (nodes: GraphNode[]) => nodes.map((node) => titleOf(node, definitions));
  const old = before.nodes;
  const now = Object.values(after.nodes);
  return {
    added: titles(now.filter(({ id }) => !Object.hasOwn(old, id))),
    removed: titles(Object.values(old).filter(({ id }) => !Object.hasOwn(after.nodes, id))),
    changed: titles(now.filter((node) => old[node.id] && meaningOf(old[node.id]!) !== meaningOf(node))),
    isRewired: wiresOf(before) !== wiresOf(after),
  };
}

function meaningOf({ position: _position, ...node }: GraphNode): string {
  return canonicalJson(node);
}

function wiresOf({ edges }: Graph): string {
  const ends = Object.values(edges).map(({ from, to }) => `${from.node}.${from.port}>${to.node}.${to.port}`);
  return ends.toSorted().join("\n");
}
