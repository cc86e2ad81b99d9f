import type { AnyNodeDefinition, NodeLibrary } from "../define-node.ts";
import { fitTypes } from "../fit-types.ts";
import { freshNode } from "../fresh-node.ts";
import type { PortType, Ports } from "../kinds.ts";
import { mergePatches } from "../merge-patches.ts";
import { applyPatch } from "../patch.ts";
import type { GraphPatch } from "../patch.ts";
import { portsOf } from "../ports-of.ts";
import { portAt, typeGiven } from "../rank-ports.ts";
import { newRefusal } from "../refused-edges.ts";
import type { Graph, GraphEdge, GraphNode } from "../schema.ts";
import { removeRecords } from "./remove-records.ts";

export type Replacement = { patch: GraphPatch; kept: GraphEdge[]; lost: GraphEdge[] };

/**
 * Makes a node one of another type, in its place and under its id, and moves its edges to the ports that fit: those of the same
 * name, then of the same kind, then any. Params that the new type takes under the same name stay; pins go, since they are values of
 * the old outputs. Edges that fit nowhere are removed with the same patch and given as `lost`. Null for unknown nodes and types.
 */
export function replaceNode(
  graph: Graph,
  library: NodeLibrary,
  { nodeId, type }: { nodeId: string; type: string },
): Replacement | null {
  const before = graph.nodes[nodeId];
  const definition = library[type];
  if (!before || !definition) return null;
  const edges = Object.values(graph.edges).filter(({ from, to }) => from.node === nodeId || to.node === nodeId);
  const firstOut = edges.find(({ from }) => from.node === nodeId);
  const after = nodeInPlaceOf(before, definition, firstOut && givenAt(graph, library, firstOut.from));
  const ports = portsOf(after, definition);
  const edgeIds = edges.map(({ id }) => id);
  let patch = mergePatches(removeRecords(graph, edgeIds), { nodes: { [nodeId]: { before, after } } });
  const kept: GraphEdge[] = [];
  // What arrives comes first, since it may decide what the node gives; and first of all what finds its own port again.
  const arriving = edges.filter(({ to }) => to.node === nodeId);
  const isAtHome = ({ to }: GraphEdge) => Object.hasOwn(ports.inputs, to.port);
  const inOrder = [
    ...arriving.filter(isAtHome),
    ...arriving.filter((edge) => !isAtHome(edge)),
    ...edges.filter(({ to }) => to.node !== nodeId),
  ];
  for (const edge of inOrder) {
    const current = applyPatch(graph, patch);
    const moved = candidates(edge).map((next) => ({ edges: { [edge.id]: { before: edge, after: next } } }));
    const fits = moved.find(
      (move) => newRefusal(library, { before: current, after: applyPatch(current, move) }) === null,
    );
    if (!fits) continue;
    patch = mergePatches(patch, fits);
    kept.push(edge);
  }
  return { patch, kept, lost: edges.filter((edge) => !kept.includes(edge)) };

  function candidates(edge: GraphEdge): GraphEdge[] {
    if (edge.to.node === nodeId) {
      const given = typeGiven(graph, library, edge.from);
      const taken = new Set(
        Object.values(applyPatch(graph, patch).edges).flatMap(({ to }) => (to.node === nodeId ? to.port : [])),
      );
      const free = Object.fromEntries(Object.entries(ports.inputs).filter(([name]) => !taken.has(name)));
      const names = likeliest(free, {
        name: edge.to.port,
        kind: given?.kind,
        fits: (port) => given !== null && fitTypes(given, port) === null,
      });
      return names.map((port) => ({ ...edge, to: { node: nodeId, port } }));
    }
    const wanted = portAt(graph, library, { end: edge.to, side: "inputs" })?.type;
    const kind = typeGiven(graph, library, edge.from)?.kind;
    const names = likeliest(ports.outputs, {
      name: edge.from.port,
      kind,
      fits: (port) => wanted !== undefined && fitTypes(port, wanted) === null,
    });
    return names.map((port) => ({ ...edge, from: { node: nodeId, port } }));
  }
}

/** Names of the ports that fit: the one of the same name, then those of the same kind, then the others. */
function likeliest(
  ports: Ports,
  { name, kind, fits }: { name: string; kind: PortType["kind"] | undefined; fits: (type: PortType) => boolean },
): string[] {
  const rank = ([port, { type }]: [string, Ports[string]]) => (port === name ? 0 : type.kind === kind ? 1 : 2);
  return Object.entries(ports)
    .filter(([, { type }]) => fits(type))
    .sort((a, b) => rank(a) - rank(b))
    .map(([port]) => port);
}

function givenAt(graph: Graph, library: NodeLibrary, from: GraphEdge["from"]) {
  const type = typeGiven(graph, library, from);
  const list = portAt(graph, library, { end: from, side: "outputs" })?.list;
  return type ? { type, ...(list !== undefined && { list }) } : undefined;
}

function nodeInPlaceOf(old: GraphNode, definition: AnyNodeDefinition, gives: ReturnType<typeof givenAt>): GraphNode {
  const { type: _type, version: _version, params, pins: _pins, onError, ...place } = old;
  const settings = { ...place, ...(onError && onError.policy !== "default" && { onError }) };
  const shape: Record<string, { safeParse: (value: unknown) => { success: boolean } } | undefined> =
    definition.params.shape;
  const taken = Object.entries(params).filter(
    ([name, value]) => Object.hasOwn(shape, name) && shape[name]?.safeParse(value).success,
  );
  const bare = freshNode(definition, { id: old.id, position: old.position, gives });
  const node = { ...settings, ...bare, params: { ...Object.fromEntries(taken), ...bare.params } };
  const parsed = definition.params.safeParse(node.params);
  const isSound = !parsed.success || (definition.checkParams?.(parsed.data) ?? []).length === 0;
  return isSound ? node : { ...settings, ...bare };
}
