import type { AnyNodeDefinition, NodeLibrary } from "../define-node.ts";
import { fitTypes } from "../fit-types.ts";
import { freshNode } from "../fresh-node.ts";
import type { PortType, Ports } from "../kinds.ts";
import { mergePatches } from "../merge-patches.ts";
import { applyPatch } from "../patch.ts";
import type { GraphPatch } from "../patch.ts";
import { paramsInUse } from "../params-in-use.ts";
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
  const bare = mergePatches(removeRecords(graph, edgeIds), { nodes: { [nodeId]: { before, after } } });
  // What arrives comes first, since it may decide what the node gives; and first of all what finds its own port again.
  const arriving = edges.filter(({ to }) => to.node === nodeId);
  const isAtHome = ({ to }: GraphEdge) => Object.hasOwn(ports.inputs, to.port);
  const inOrder = [
    ...arriving.filter(isAtHome),
    ...arriving.filter((edge) => !isAtHome(edge)),
    ...edges.filter(({ to }) => to.node !== nodeId),
  ];
  // Mostly the likeliest ports do, and one look at the whole graph shows it; else each wire is tried by itself.
  const likely = rewired(() => true);
  const isSound = newRefusal(library, { before: graph, after: applyPatch(graph, likely.patch) }) === null;
  return isSound ? likely : rewired((current, next) => newRefusal(library, { before: current, after: next }) === null);

  function rewired(doesFit: (current: Graph, next: Graph) => boolean): Replacement {
    let current = applyPatch(graph, bare);
    let patch = bare;
    const kept: GraphEdge[] = [];
    for (const edge of inOrder) {
      const move = candidates(edge, current)
        .map((next): GraphPatch => ({ edges: { [edge.id]: { before: edge, after: next } } }))
        .find((one) => doesFit(current, applyPatch(current, one)));
      if (!move) continue;
      current = applyPatch(current, move);
      patch = mergePatches(patch, move);
      kept.push(edge);
    }
    return { patch, kept, lost: edges.filter((edge) => !kept.includes(edge)) };
  }

  function candidates(edge: GraphEdge, current: Graph): GraphEdge[] {
    const given = typeGiven(graph, library, edge.from);
    if (edge.to.node === nodeId) {
      const taken = new Set(Object.values(current.edges).flatMap(({ to }) => (to.node === nodeId ? to.port : [])));
      const free = Object.fromEntries(Object.entries(ports.inputs).filter(([name]) => !taken.has(name)));
      const fits = (port: PortType) => given !== null && fitTypes(given, port) === null;
      const names = likeliest(free, { name: edge.to.port, kind: given?.kind, fits });
      return names.map((port) => ({ ...edge, to: { node: nodeId, port } }));
    }
    const wanted = portAt(graph, library, { end: edge.to, side: "inputs" })?.type;
    const fits = (port: PortType) => wanted !== undefined && fitTypes(port, wanted) === null;
    const names = likeliest(ports.outputs, { name: edge.from.port, kind: given?.kind, fits });
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
  const parsed = definition.params.safeParse(paramsInUse(definition, node.params));
  const isSound = !parsed.success || (definition.checkParams?.(parsed.data) ?? []).length === 0;
  return isSound ? node : { ...settings, ...bare };
}
