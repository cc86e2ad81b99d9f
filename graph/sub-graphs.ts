import type { AnyNodeDefinition, NodeLibrary } from "./define-node.ts";
import type { Graph, GraphNode } from "./schema.ts";
import { workflowRefSchema } from "./workflow-ref.ts";
import type { WorkflowRef } from "./workflow-ref.ts";

/** A workflow that another one runs, at the version that counts. */
export type SubGraph = { title: string; graph: Graph };
/** All that a graph runs, at any depth, by `subGraphKey`. */
export type SubGraphs = Readonly<Record<string, SubGraph>>;

export const noSubGraphs: SubGraphs = {};

const unpinned = new WeakMap<SubGraphs, SubGraphs>();

/** The workflows as they are for those that run them: pins are for trying a workflow out in its own editor. */
export function withoutPins(subGraphs: SubGraphs): SubGraphs {
  const known = unpinned.get(subGraphs);
  if (known) return known;
  const bare = Object.fromEntries(
    Object.entries(subGraphs).map(([key, sub]) => {
      const hasPins = Object.values(sub.graph.nodes).some(({ pins }) => pins);
      return [key, hasPins ? { ...sub, graph: bareGraph(sub.graph) } : sub];
    }),
  );
  unpinned.set(subGraphs, bare);
  return bare;
}

function bareGraph(graph: Graph): Graph {
  const nodes = Object.entries(graph.nodes).map(([id, { pins: _pins, ...node }]) => [id, node] as const);
  return { ...graph, nodes: Object.fromEntries(nodes) };
}

/** "id" for the newest version, "id@3" for a fixed one: an id holds no "@". */
export function subGraphKey({ id, version }: Pick<WorkflowRef, "id" | "version">): string {
  return version === null ? id : `${id}@${version}`;
}

export function isFixedKey(key: string): boolean {
  return key.includes("@");
}

export type BodyNode = { node: GraphNode; definition: AnyNodeDefinition; ref: WorkflowRef };

/** The nodes that run a workflow, as far as one is chosen in them. */
export function bodyNodes(graph: Graph, library: NodeLibrary): BodyNode[] {
  return Object.values(graph.nodes).flatMap((node): BodyNode[] => {
    const definition = Object.hasOwn(library, node.type) ? library[node.type] : undefined;
    if (!definition?.body) return [];
    const ref = workflowRefSchema.safeParse(node.params.workflow);
    return ref.success ? [{ node, definition, ref: ref.data }] : [];
  });
}

/** Those of the workflows that the graph runs, at any depth, in the order in which they are given. */
export function usedSubGraphs(graph: Graph, library: NodeLibrary, subGraphs: SubGraphs): Record<string, SubGraph> {
  const used = new Set<string>();
  const pending = [graph];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const { ref } of bodyNodes(next, library)) {
      const key = subGraphKey(ref);
      if (used.has(key) || !Object.hasOwn(subGraphs, key)) continue;
      used.add(key);
      pending.push(subGraphs[key]!.graph);
    }
  }
  return Object.fromEntries(Object.entries(subGraphs).filter(([key]) => used.has(key)));
}

/** The node that a step stands for; `path` leads through the workflows that it is in ("outer/inner"). */
export function nodeAt(graph: Graph, subGraphs: SubGraphs, path: string): { graph: Graph; node: GraphNode } | null {
  let current = graph;
  const ids = path.split("/");
  for (const [depth, id] of ids.entries()) {
    const node = Object.hasOwn(current.nodes, id) ? current.nodes[id] : undefined;
    if (!node) return null;
    if (depth === ids.length - 1) return { graph: current, node };
    const inner = subGraphOf(node, subGraphs);
    if (!inner) return null;
    current = inner.graph;
  }
  return null;
}

/** The workflow that a node runs, where it is known. */
export function subGraphOf(node: GraphNode, subGraphs: SubGraphs): SubGraph | null {
  const ref = workflowRefSchema.safeParse(node.params.workflow);
  if (!ref.success) return null;
  const key = subGraphKey(ref.data);
  return Object.hasOwn(subGraphs, key) ? subGraphs[key]! : null;
}
