import type { NodeLibrary } from "../define-node.ts";
import { paramOf } from "../interface-nodes.ts";
import { outputSource } from "../interface-of.ts";
import { patchBetween } from "../patch-between.ts";
import type { GraphPatch } from "../patch.ts";
import { refusedEdges } from "../refused-edges.ts";
import type { Graph, GraphEdge, GraphNode } from "../schema.ts";
import type { SubGraph } from "../sub-graphs.ts";
import { titleOf } from "../title-of.ts";
import { topologyOf } from "../topology.ts";
import { workflowRefSchema } from "../workflow-ref.ts";
import { changedArrival } from "./changed-arrival.ts";
import { refold } from "./refold.ts";

export type Inlining =
  | { ok: false; reason: string }
  | {
      ok: true;
      patch: GraphPatch;
      /** What came in, by the ids that it has now. */
      ids: { nodes: string[]; notes: string[]; groups: string[] };
      /** Edges of the node that nothing in the workflow feeds. */
      lost: GraphEdge[];
    };

/**
 * Puts the nodes of a workflow in place of the node that runs it, and joins the wires. The inverse of `extractWorkflow`: ids
 * that are free are kept. Refused where the node does more than run the workflow, since its nodes by themselves would not.
 */
export function inlineWorkflow(
  graph: Graph,
  library: NodeLibrary,
  { nodeId, sub, newId }: { nodeId: string; sub: SubGraph; newId: () => string },
): Inlining {
  const node = graph.nodes[nodeId];
  const ref = workflowRefSchema.safeParse(node?.params.workflow);
  if (!node || !ref.success) return refuse("There is no workflow chosen in this node.");
  const title = `"${titleOf(node, library)}"`;
  if (library[node.type]?.body !== "once") return refuse(`${title} runs its workflow more than once.`);
  const settings = settingsOf(node);
  if (settings.length > 0) {
    return refuse(
      `${title} has settings for the workflow as a whole, which its nodes by themselves cannot have: ${settings.join(", ")}. Take them off first.`,
    );
  }
  const { incoming } = topologyOf(graph);
  const unfed = ref.data.inputs.find(({ port, optional }) => optional && !incoming.get(nodeId)?.has(port));
  if (unfed) return refuse(`The input "${unfed.name}" of ${title} takes its sample. Connect it first.`);

  const inside = insideOf(sub.graph);
  const rest = withoutNode(graph, nodeId);
  const idOf = {
    nodes: renamed(inside.nodes, rest.nodes, newId),
    notes: renamed(inside.notes, rest.notes, newId),
    groups: renamed(inside.groups, rest.groups, newId),
  };
  const feeds = new Map(ref.data.inputs.map(({ name, port }) => [name, incoming.get(nodeId)?.get(port)?.from]));
  /** Where something within the workflow comes from, as seen in the graph around it. */
  const sourceOf = ({ node: id, port }: GraphEdge["from"]): GraphEdge["from"] | undefined => {
    const inner = sub.graph.nodes[id];
    if (inner?.type === "workflow-input")
      return inner.disabled ? undefined : feeds.get(String(paramOf(inner, "name", library)));
    const known = idOf.nodes.get(id);
    return known === undefined ? undefined : { node: known, port };
  };
  const leaving = Object.values(graph.edges).filter(({ from, to }) => from.node === nodeId && graph.nodes[to.node]);
  const taken = new Set([...Object.keys(rest.edges), ...leaving.map(({ id }) => id)]);
  const offset = offsetTo(node.position, inside);
  const origins = new Map<string, string>();
  const inner = Object.values(sub.graph.edges).flatMap((edge): GraphEdge[] => {
    const from = sourceOf(edge.from);
    const target = idOf.nodes.get(edge.to.node);
    if (!from || target === undefined) return [];
    const id = taken.has(edge.id) ? newId() : edge.id;
    origins.set(id, edge.id);
    const bends = edge.bends?.map(({ x, y }) => ({ x: x + offset.x, y: y + offset.y }));
    return [{ id, from, to: { ...edge.to, node: target }, ...(bends && { bends }) }];
  });
  const names = new Map(ref.data.outputs.map(({ port, name }) => [port, name]));
  const joined = leaving.flatMap((edge): GraphEdge[] => {
    const source = outputSource(sub.graph, names.get(edge.from.port) ?? "", library);
    const from = source && sourceOf(source.from);
    return from ? [{ ...edge, from }] : [];
  });
  const lost = leaving.filter(({ id }) => !joined.some((edge) => edge.id === id));
  const after: Graph = {
    ...rest,
    nodes: {
      ...rest.nodes,
      ...moved(
        inside.nodes.map((one) => withPins(one, { node, sub, names, library })),
        idOf.nodes,
        offset,
      ),
    },
    notes: { ...rest.notes, ...moved(inside.notes, idOf.notes, offset) },
    groups: {
      ...rest.groups,
      ...moved(
        inside.groups.map((group) =>
          refold(group, {
            nodes: (id) => idOf.nodes.get(id),
            notes: (id) => idOf.notes.get(id),
            groups: (id) => idOf.groups.get(id),
          }),
        ),
        idOf.groups,
        offset,
      ),
    },
    edges: { ...rest.edges, ...Object.fromEntries([...inner, ...joined].map((edge) => [edge.id, edge])) },
  };
  const known = { outer: refusedEdges(graph, library), inner: refusedEdges(sub.graph, library) };
  const [refused] = [...refusedEdges(after, library)].filter(
    ([id]) => !known.outer.has(id) && !known.inner.has(origins.get(id) ?? id),
  );
  const change = refused?.[1] ?? changedArrival(library, { before: graph, after, ends: joined.map(({ to }) => to) });
  if (change !== null && change !== undefined) {
    return refuse(`Without a workflow of their own its nodes would not do the same. ${change}`);
  }
  const ids = { nodes: [...idOf.nodes.values()], notes: [...idOf.notes.values()], groups: [...idOf.groups.values()] };
  return { ok: true, patch: patchBetween(graph, after), ids, lost };
}

function refuse(reason: string): Inlining {
  return { ok: false, reason };
}

function settingsOf({ disabled, onError, retry, timeoutMs, cache }: GraphNode): string[] {
  return [
    disabled && (disabled === "bypass" ? "bypassed" : "muted"),
    (onError?.policy ?? "fail") !== "fail" && "what happens on an error",
    retry && "retries",
    timeoutMs !== undefined && "a time limit",
    cache && "results not reused",
  ].filter((setting) => typeof setting === "string");
}

function insideOf(graph: Graph) {
  const isBorder = ({ type }: GraphNode) => type === "workflow-input" || type === "workflow-output";
  return {
    nodes: Object.values(graph.nodes).filter((node) => !isBorder(node)),
    notes: Object.values(graph.notes),
    groups: Object.values(graph.groups),
  };
}

function withoutNode(graph: Graph, nodeId: string): Graph {
  const { [nodeId]: _node, ...nodes } = graph.nodes;
  const edges = Object.values(graph.edges).filter(({ from, to }) => from.node !== nodeId && to.node !== nodeId);
  return { ...graph, nodes, edges: Object.fromEntries(edges.map((edge) => [edge.id, edge])) };
}

/** New ids by the old ones: the old one itself where it is free. */
function renamed(records: readonly { id: string }[], taken: object, newId: () => string): Map<string, string> {
  return new Map(records.map(({ id }) => [id, id in taken ? newId() : id]));
}

type Placed = { id: string; position: { x: number; y: number } };

/** From where the workflow's own upper left corner lies to where the node does. */
function offsetTo(corner: Placed["position"], inside: Record<"nodes" | "notes" | "groups", readonly Placed[]>) {
  const all = [...inside.nodes, ...inside.notes, ...inside.groups].map(({ position }) => position);
  if (all.length === 0) return { x: 0, y: 0 };
  return { x: corner.x - Math.min(...all.map(({ x }) => x)), y: corner.y - Math.min(...all.map(({ y }) => y)) };
}

function moved<T extends Placed>(
  records: readonly T[],
  ids: ReadonlyMap<string, string>,
  offset: Placed["position"],
): Record<string, T> {
  return Object.fromEntries(
    records.map((record) => {
      const id = ids.get(record.id)!; // every record was given one
      const position = { x: record.position.x + offset.x, y: record.position.y + offset.y };
      return [id, { ...record, id, position }];
    }),
  );
}

/** What is pinned at an output of the node is pinned where the output comes from. */
function withPins(
  inner: GraphNode,
  {
    node,
    sub,
    names,
    library,
  }: { node: GraphNode; sub: SubGraph; names: ReadonlyMap<string, string>; library: NodeLibrary },
): GraphNode {
  const pins = Object.entries(node.pins ?? {}).flatMap(([port, pin]) => {
    const from = outputSource(sub.graph, names.get(port) ?? "", library)?.from;
    return from?.node === inner.id ? [[from.port, pin] as const] : [];
  });
  return pins.length === 0 ? inner : { ...inner, pins: { ...inner.pins, ...Object.fromEntries(pins) } };
}
