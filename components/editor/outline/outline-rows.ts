import type { NodeLibrary } from "#graph/define-node";
import type { Problem } from "#graph/problems";
import type { Graph } from "#graph/schema";
import { nodeAt, subGraphOf } from "#graph/sub-graphs";
import type { SubGraph, SubGraphs } from "#graph/sub-graphs";
import { topologyOf } from "#graph/topology";
import type { PortEnd } from "../editor-store.ts";
import { cardOf } from "../nodes/card-of.ts";
import { problemIndex } from "../problems/problem-index.ts";
import { frameOf } from "./frame-of.ts";
import { portKey } from "./row-keys.ts";

/** What a row of the outline is about. Steps within a workflow that a node runs go by their path ("outer/inner"). */
export type RowSubject =
  | { kind: "node"; nodeId: string }
  | { kind: "frame"; frameId: string }
  | { kind: "note"; noteId: string }
  | { kind: "problem"; problem: Problem & { nodeId: string } }
  | { kind: "port"; end: PortEnd }
  | { kind: "step"; path: string };

/** Where it stands in the tree, as screen readers say it; `isOpen` is null where there is nothing to open. */
export type OutlineRow = {
  key: string;
  level: number;
  parent: string | null;
  place: number;
  siblings: number;
  isOpen: boolean | null;
} & RowSubject;

export type OutlineDocument = {
  graph: Graph;
  library: NodeLibrary;
  problems: readonly Problem[];
  subGraphs: SubGraphs | undefined;
};

type Draft = RowSubject & { key: string; children: (() => Draft[]) | null; opensByItself: boolean };

/** All rows that are in view, in the order in which the nodes run. `toggled` are the keys that a person opened or closed. */
export function outlineRows(document: OutlineDocument, toggled: ReadonlySet<string>): OutlineRow[] {
  const rows: OutlineRow[] = [];
  function add(drafts: readonly Draft[], level: number, parent: string | null) {
    for (const [index, { children, opensByItself, ...subject }] of drafts.entries()) {
      const isOpen = children && opensByItself !== toggled.has(subject.key);
      rows.push({ ...subject, level, parent, place: index + 1, siblings: drafts.length, isOpen });
      if (isOpen) add(children(), level + 1, subject.key);
    }
  }
  add(membersOf(document, null), 1, null);
  return rows;
}

/** Nodes and frames of one frame (null: of none), each frame at the place of the first that runs in it; notes come last. */
function membersOf(document: OutlineDocument, frameId: string | null): Draft[] {
  const { graph, library } = document;
  const frames = frameOf(graph, library);
  const inOrder = runningOrder(graph);
  const drafts: Draft[] = [];
  const added = new Set<string>();
  const add = (draft: Draft) => {
    if (!added.has(draft.key)) drafts.push(draft);
    added.add(draft.key);
  };
  for (const nodeId of inOrder) {
    // Up from the node to what lies directly in the frame that is asked for.
    let id = nodeId;
    for (let around = frames.get(id); around !== frameId && around != null; around = frames.get(id)) {
      id = `frame:${around}`;
    }
    if ((frames.get(id) ?? null) === frameId) add(id === nodeId ? nodeDraft(document, id) : frameDraft(document, id));
  }
  for (const id of Object.keys(graph.groups)) {
    if ((frames.get(`frame:${id}`) ?? null) === frameId) add(frameDraft(document, `frame:${id}`));
  }
  for (const noteId of Object.keys(graph.notes)) {
    if ((frames.get(`note:${noteId}`) ?? null) !== frameId) continue;
    add({ kind: "note", noteId, key: `note:${noteId}`, children: null, opensByItself: false });
  }
  return drafts;
}

/** As they run; those on a cycle, which cannot, come last. */
export function runningOrder(graph: Graph): string[] {
  const { order } = topologyOf(graph);
  if (order.length === Object.keys(graph.nodes).length) return order;
  const ordered = new Set(order);
  return [...order, ...Object.keys(graph.nodes).filter((id) => !ordered.has(id))];
}

function frameDraft(document: OutlineDocument, key: string): Draft {
  const frameId = key.slice("frame:".length);
  const isEmpty = ![...frameOf(document.graph, document.library).values()].includes(frameId);
  return {
    kind: "frame",
    frameId,
    key,
    children: isEmpty ? null : () => membersOf(document, frameId),
    opensByItself: true,
  };
}

function nodeDraft(document: OutlineDocument, nodeId: string): Draft {
  return { kind: "node", nodeId, key: nodeId, children: () => partsOf(document, nodeId), opensByItself: false };
}

/** What is wrong with a node, its ports, and the steps of the workflow that it runs. */
function partsOf({ graph, library, problems, subGraphs }: OutlineDocument, nodeId: string): Draft[] {
  const card = cardOf(graph, library, nodeId);
  const node = graph.nodes[nodeId];
  if (!card || !node) return [];
  const leaf = { children: null, opensByItself: false };
  const wrong = (problemIndex(problems).byNode.get(nodeId) ?? []).map((problem, index): Draft => {
    return { kind: "problem", problem: { ...problem, nodeId }, key: `problem ${nodeId}/${index}`, ...leaf };
  });
  const ports = (["input", "output"] as const).flatMap((side) =>
    (side === "input" ? card.inputs : card.outputs).map(([port]): Draft => {
      const end = { node: nodeId, port, side };
      return { kind: "port", end, key: portKey(end), ...leaf };
    }),
  );
  const inner = subGraphs && subGraphOf(node, subGraphs);
  return [...wrong, ...ports, ...(inner ? stepsOf(inner, { path: nodeId, library, subGraphs }) : [])];
}

function stepsOf(
  { graph }: SubGraph,
  { path, ...rest }: { path: string; library: NodeLibrary; subGraphs: SubGraphs },
): Draft[] {
  return runningOrder(graph).map((id): Draft => {
    const inner = subGraphOf(graph.nodes[id]!, rest.subGraphs); // it is one of the nodes of this graph
    const own = `${path}/${id}`;
    const children = inner && (() => stepsOf(inner, { path: own, ...rest }));
    return { kind: "step", path: own, key: `step ${own}`, children, opensByItself: false };
  });
}

/** What type-ahead finds a row by. */
export function titleOfRow({ graph, library, subGraphs }: OutlineDocument, row: RowSubject): string {
  switch (row.kind) {
    case "node":
      return cardOf(graph, library, row.nodeId)?.title ?? "";
    case "frame":
      return graph.groups[row.frameId]?.title ?? "";
    case "note":
      return graph.notes[row.noteId]?.text ?? "";
    case "problem":
      return row.problem.message;
    case "port": {
      const card = cardOf(graph, library, row.end.node);
      const ports = row.end.side === "input" ? card?.inputs : card?.outputs;
      return ports?.find(([name]) => name === row.end.port)?.[1].label ?? row.end.port;
    }
    case "step": {
      const at = nodeAt(graph, subGraphs ?? {}, row.path);
      return (at && cardOf(at.graph, library, at.node.id)?.title) ?? "";
    }
  }
}

/** The record of the document that actions on a row are about, by its canvas id; a step of another workflow has none. */
export function recordOfRow(row: RowSubject): string | null {
  switch (row.kind) {
    case "node":
      return row.nodeId;
    case "frame":
      return `frame:${row.frameId}`;
    case "note":
      return `note:${row.noteId}`;
    case "problem":
      return row.problem.nodeId;
    case "port":
      return row.end.node;
    case "step":
      return row.path.split("/")[0] ?? null;
  }
}
