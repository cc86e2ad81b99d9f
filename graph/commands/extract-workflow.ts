import type { NodeLibrary } from "../define-node.ts";
import { freshNode } from "../fresh-node.ts";
import { inferTypes } from "../infer-types.ts";
import { interfaceOf, tooDeepOutputs } from "../interface-of.ts";
import type { JsonObject } from "../json.ts";
import { patchBetween } from "../patch-between.ts";
import type { GraphPatch } from "../patch.ts";
import { portAt } from "../rank-ports.ts";
import { newRefusal } from "../refused-edges.ts";
import type { Graph, GraphNode } from "../schema.ts";
import { SCHEMA_VERSION } from "../schema.ts";
import { titleOf } from "../title-of.ts";
import { changedArrival } from "./changed-arrival.ts";
import { crossingsOf, kindAt, nodesBetween } from "./part-crossings.ts";
import type { Crossing, Crossings } from "./part-crossings.ts";

export type Extraction =
  /** `blockedBy` are the nodes without which it would not be refused, as far as that is known. */
  | { ok: false; reason: string; blockedBy: string[] }
  | {
      ok: true;
      /** The new workflow. Nodes and edges keep their ids in it. */
      inner: Graph;
      inputs: string[];
      outputs: string[];
      /** What is not quite the same afterwards, as sentences. */
      remarks: string[];
      /** Puts a node that runs the new workflow, once it has an id, in place of what went into it. */
      replace: (workflow: { id: string; title: string }) => GraphPatch;
    };

type Size = { width: number; height: number };
type Options = {
  /** Nodes, notes and groups. Inputs and outputs of the workflow stay where they are. */
  ids: Iterable<string>;
  /** Of the node that takes their place: its type, one that runs a workflow once, and its id. */
  node: { id: string; type: string };
  newId: () => string;
  /** How large the nodes are drawn, so that inputs and outputs find a place beside them. */
  sizeOf?: (nodeId: string) => Size;
};

/**
 * Makes a workflow of its own of a part of a graph, and a node that runs it. Wires that cross the border become inputs and
 * outputs. Refused where the part is not of one piece: a path that leaves it and comes back would have to wait for itself.
 */
export function extractWorkflow(graph: Graph, library: NodeLibrary, options: Options): Extraction {
  const wanted = new Set(options.ids);
  const part = new Set(
    [...wanted].filter((id) => {
      const type = graph.nodes[id]?.type;
      return type !== undefined && type !== "workflow-input" && type !== "workflow-output";
    }),
  );
  if (part.size === 0) return refuse("Choose at least one node that is no input or output of this workflow.");
  const between = nodesBetween(graph, part);
  if (between.length > 0) {
    const titles = listTitles(graph, library, between);
    return refuse(`${titles}: the way leads out of the chosen nodes and back into them there.`, between);
  }
  const crossings = crossingsOf(graph, library, part);
  for (const { from, edges } of crossings.inputs) {
    if (kindAt(graph, library, { from, edges }) !== null) continue;
    const title = `"${titleOf(graph.nodes[from.node]!, library)}"`;
    return refuse(`What ${title} gives is not known, so it cannot become an input.`, [from.node]);
  }
  let reason: string | null = null;
  // Lists go in whole where that works. Two that belong together cannot be paired inside, so then they go in item by item.
  for (const isWhole of [true, false]) {
    const inner = innerGraph(graph, library, { wanted, part, crossings, isWhole, options });
    const replace = (workflow: { id: string; title: string }) =>
      patchBetween(graph, outerGraph(graph, library, { wanted, part, crossings, inner, workflow, node: options.node }));
    const after = outerGraph(graph, library, {
      wanted,
      part,
      crossings,
      inner,
      node: options.node,
      workflow: { id: "new", title: "New" },
    });
    const [tooDeep] = tooDeepOutputs(inner, library);
    const refusal =
      tooDeep === undefined
        ? (newRefusal(library, { before: graph, after: inner }) ??
          newRefusal(library, { before: graph, after }) ??
          changedArrival(library, { before: graph, after, ends: crossings.outputs.flatMap(endsOf) }))
        : `The lists of the output "${tooDeep}" would be too deep for a port.`;
    if (refusal === null) {
      const names = (of: Crossing[]) => of.map(({ name }) => name);
      const remarks = remarksOn(graph, library, { part, crossings });
      return { ok: true, inner, inputs: names(crossings.inputs), outputs: names(crossings.outputs), remarks, replace };
    }
    reason ??= refusal;
  }
  return refuse(`As a workflow of its own it would not do the same. ${reason}`);
}

function refuse(reason: string, blockedBy: string[] = []): Extraction {
  return { ok: false, reason, blockedBy };
}

function listTitles(graph: Graph, library: NodeLibrary, ids: readonly string[]): string {
  return ids.map((id) => `"${titleOf(graph.nodes[id]!, library)}"`).join(", ");
}

const endsOf = ({ edges }: Crossing) => edges.map(({ to }) => to);

type Parts = {
  wanted: ReadonlySet<string>;
  part: ReadonlySet<string>;
  crossings: Crossings;
};

const COLUMN = 260;
const ROW = 180;

function innerGraph(
  graph: Graph,
  library: NodeLibrary,
  { wanted, part, crossings, isWhole, options }: Parts & { isWhole: boolean; options: Options },
): Graph {
  const { newId, sizeOf = () => ({ width: COLUMN, height: ROW }) } = options;
  const kept = [...part].map((id) => graph.nodes[id]!);
  const left = Math.min(...kept.map(({ position }) => position.x)) - COLUMN;
  const right = Math.max(...kept.map(({ id, position }) => position.x + sizeOf(id).width)) + 60;
  const inputs = crossings.inputs.map(({ name, from, edges }) => {
    const depth = inferTypes(graph, library).get(from.node)?.outputs[from.port]?.dims.length ?? 0;
    const isList = isWhole ? depth > 0 : depth > 1;
    const params = { name, kind: kindAt(graph, library, { from, edges })!, ...(isList && { list: true }) };
    const outer = graph.nodes[from.node]!;
    const sample = outer.type === "workflow-input" && isList === depth > 0 ? outer.params.sample : undefined;
    return {
      node: nodeOf(library, "workflow-input", {
        id: newId(),
        params: { ...params, ...(sample !== undefined && { sample }) },
      }),
      beside: graph.nodes[edges[0]!.to.node]!,
    };
  });
  const outputs = crossings.outputs.map(({ name, from }) => ({
    node: nodeOf(library, "workflow-output", { id: newId(), params: { name } }),
    beside: graph.nodes[from.node]!,
  }));
  const inside = Object.values(graph.edges).filter(({ from, to }) => part.has(from.node) && part.has(to.node));
  const entering = crossings.inputs.flatMap(({ edges }, index) =>
    edges.map((edge) => ({ ...edge, from: { node: inputs[index]!.node.id, port: "value" } })),
  );
  const leaving = crossings.outputs.map(({ from }, index) => ({
    id: newId(),
    from,
    to: { node: outputs[index]!.node.id, port: "value" },
  }));
  return {
    schemaVersion: SCHEMA_VERSION,
    nodes: byId([...stacked(inputs, left), ...kept, ...stacked(outputs, right)]),
    edges: byId([...inside, ...entering, ...leaving]),
    notes: byId(Object.values(graph.notes).filter(({ id }) => wanted.has(id))),
    groups: byId(Object.values(graph.groups).filter(({ id }) => wanted.has(id))),
  };
}

function nodeOf(library: NodeLibrary, type: string, rest: { id: string; params: GraphNode["params"] }): GraphNode {
  const definition = library[type];
  if (!definition) throw new Error(`The node library has no "${type}".`);
  return freshNode(definition, rest);
}

/** One below the other in one column, each as near the height of its neighbour as that allows. */
function stacked(placed: readonly { node: GraphNode; beside: GraphNode }[], x: number): GraphNode[] {
  let floor = -Infinity;
  const inOrder = placed.toSorted((a, b) => a.beside.position.y - b.beside.position.y);
  return inOrder.map(({ node, beside }) => {
    const y = Math.max(floor, beside.position.y);
    floor = y + ROW;
    return { ...node, position: { x, y } };
  });
}

function outerGraph(
  graph: Graph,
  library: NodeLibrary,
  {
    wanted,
    part,
    crossings,
    inner,
    workflow,
    node,
  }: Parts & { inner: Graph; workflow: { id: string; title: string }; node: Options["node"] },
): Graph {
  const found = interfaceOf(inner, library);
  const portOf = (side: "inputs" | "outputs", name: string) => found[side].find((place) => place.name === name)!.port;
  const pins = Object.fromEntries(
    crossings.outputs.flatMap(({ name, from }) => {
      const pin = graph.nodes[from.node]!.pins?.[from.port];
      return pin ? [[portOf("outputs", name), pin] as const] : [];
    }),
  );
  const ref = { ...workflow, version: null, ...found } as unknown as JsonObject; // a `PortType` is JSON, which its type does not say
  const gone = [
    ...[...part].map((id) => graph.nodes[id]!),
    ...[...Object.values(graph.notes), ...Object.values(graph.groups)].filter(({ id }) => wanted.has(id)),
  ];
  const runner: GraphNode = {
    ...nodeOf(library, node.type, { id: node.id, params: { workflow: ref } }),
    position: {
      x: Math.min(...gone.map(({ position }) => position.x)),
      y: Math.min(...gone.map(({ position }) => position.y)),
    },
    ...(Object.keys(pins).length > 0 && { pins }),
  };
  const untouched = Object.values(graph.edges).filter(({ from, to }) => !part.has(from.node) && !part.has(to.node));
  const entering = crossings.inputs.map(({ name, edges }) => ({
    ...edges[0]!,
    to: { node: node.id, port: portOf("inputs", name) },
  }));
  const leaving = crossings.outputs.flatMap(({ name, edges }) =>
    edges.map((edge) => ({ ...edge, from: { node: node.id, port: portOf("outputs", name) } })),
  );
  return {
    ...graph,
    nodes: byId([...Object.values(graph.nodes).filter(({ id }) => !part.has(id)), runner]),
    edges: byId([...untouched, ...entering, ...leaving]),
    notes: byId(Object.values(graph.notes).filter(({ id }) => !wanted.has(id))),
    groups: byId(Object.values(graph.groups).filter(({ id }) => !wanted.has(id))),
  };
}

function remarksOn(
  graph: Graph,
  library: NodeLibrary,
  { part, crossings }: Pick<Parts, "part" | "crossings">,
): string[] {
  const optional = crossings.inputs.filter(({ edges }) =>
    edges.some(({ to }) => portAt(graph, library, { end: to, side: "inputs" })?.optional),
  );
  const waits = optional.map(
    ({ name }) => `The new workflow runs only when "${name}" gets something; now its nodes run without as well.`,
  );
  const pinned = [...part].filter((id) =>
    Object.keys(graph.nodes[id]!.pins ?? {}).some((port) =>
      Object.values(graph.edges).some(({ from, to }) => from.node === id && from.port === port && part.has(to.node)),
    ),
  );
  if (pinned.length === 0) return waits;
  const titles = listTitles(graph, library, pinned);
  return [...waits, `What is pinned at ${titles} counts only while the new workflow is tried out by itself.`];
}

function byId<T extends { id: string }>(records: readonly T[]): Record<string, T> {
  return Object.fromEntries(records.map((record) => [record.id, record]));
}
