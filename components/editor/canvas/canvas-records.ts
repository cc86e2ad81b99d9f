import { Position, applyNodeChanges } from "@xyflow/react";
import type { Edge, Node, NodeChange } from "@xyflow/react";
import { createStore } from "zustand/vanilla";
import type { Graph, GraphEdge, GraphGroup, GraphNode, GraphNote } from "#graph/schema";
import { cardOf, plateOf, portOffset, roomOf } from "../nodes/card-of.ts";
import type { Card } from "../nodes/card-of.ts";
import type { EditorState, EditorStore } from "../editor-store.ts";
import { foldedCard, foldedHosts, foldedKey, foldedPortOffset, foldedSize } from "../structure/folded.ts";
import type { FoldedCard } from "../structure/folded.ts";
import type { ViewStore } from "./canvas-context.tsx";
import { HANDLE_SIZE } from "./handle-size.ts";

/** React Flow's view of the document: derived, with sizes measured and drags in progress on top. */
export type CardNode = Node<{ record: GraphNode; basis: object }, "card">;
export type NoteNode = Node<{ record: GraphNote; basis: object }, "note">;
export type FrameNode = Node<{ record: GraphGroup; basis: object }, "frame">;
/** A frame that is folded to one card. */
export type FoldedNode = Node<{ record: GraphGroup; card: FoldedCard; basis: object }, "folded">;
export type CanvasNode = CardNode | NoteNode | FrameNode | FoldedNode;
export type CanvasEdge = Edge<{ record: Graph["edges"][string] }, "wire">;

export type CanvasRecords = { nodes: CanvasNode[]; edges: CanvasEdge[] };

/** Keeps React Flow's records in step with the document; a record that has not changed keeps its object. */
export function createCanvasRecords(editor: EditorStore) {
  const first = editor.getState();
  const store = createStore<CanvasRecords>(() => derive(first, { nodes: [], edges: [] }));
  return Object.assign(store, {
    /** Follows the document until the function returned is called; what is chosen while the canvas is behind another view, afterwards. */
    follow(view: ViewStore): () => void {
      const update = () => store.setState((records) => derive(editor.getState(), records));
      const choose = () => store.setState((records) => reselect(records, editor.getState().selection));
      const { graph, selection } = editor.getState();
      if (graph !== first.graph || selection !== first.selection) update();
      const stops = [
        editor.subscribe((state, before) => {
          if (state.graph !== before.graph) update();
          else if (state.selection !== before.selection && !view.getState().isBehind) choose();
        }),
        view.subscribe((state, before) => {
          if (before.isBehind && !state.isBehind) choose();
        }),
      ];
      return () => stops.forEach((stop) => stop());
    },
    /** Takes React Flow's own changes: sizes measured, positions while dragging. Nodes inside a dragged frame go with it. */
    change(changes: NodeChange<CanvasNode>[], carried: ReadonlyMap<string, readonly string[]>) {
      const { nodes } = store.getState();
      store.setState({ nodes: applyNodeChanges(withCarried(changes, { nodes, carried }), nodes) });
    },
  });
}

function withCarried(
  changes: NodeChange<CanvasNode>[],
  { nodes, carried }: { nodes: CanvasNode[]; carried: ReadonlyMap<string, readonly string[]> },
): NodeChange<CanvasNode>[] {
  if (carried.size === 0) return changes;
  const moving = new Set(changes.flatMap((change) => (change.type === "position" ? change.id : [])));
  const positions = new Map(nodes.map(({ id, position }) => [id, position]));
  const extra = changes.flatMap((change): NodeChange<CanvasNode>[] => {
    const before = change.type === "position" ? positions.get(change.id) : undefined;
    if (change.type !== "position" || !change.position || !before) return [];
    const { x, y } = change.position;
    return (carried.get(change.id) ?? []).flatMap((id) => {
      const from = positions.get(id);
      if (!from || moving.has(id)) return [];
      return [{ type: "position" as const, id, position: { x: from.x + x - before.x, y: from.y + y - before.y } }];
    });
  });
  return [...changes, ...extra];
}

/** Only what is chosen has changed: all else need not be looked at. */
function reselect({ nodes, edges }: CanvasRecords, selection: ReadonlySet<string>): CanvasRecords {
  const chosen = <R extends CanvasNode | CanvasEdge>(records: R[]) =>
    records.map((record) => {
      const selected = selection.has(record.id);
      return record.selected === selected ? record : { ...record, selected };
    });
  return { nodes: chosen(nodes), edges: chosen(edges) };
}

function derive(state: EditorState, before: CanvasRecords): CanvasRecords {
  const { graph, library, selection, isReadOnly } = state;
  const known = new Map(before.nodes.map((node) => [node.id, node]));
  /** `basis` is all that the node is made from: while it is the same object, so is the node. */
  const keepOrMake = <N extends CanvasNode>(id: string, basis: object, make: (old: CanvasNode | undefined) => N) => {
    const old = known.get(id);
    const selected = selection.has(id);
    if (old?.data.basis === basis) return old.selected === selected ? old : { ...old, selected };
    return { ...make(old), selected };
  };
  const hosts = foldedHosts(graph);
  const shown = Object.values(graph.groups).filter(({ id }) => !hosts.has(`frame:${id}`));
  const folded = shown
    .filter((record) => record.folded)
    .map((record) => {
      const card = foldedCard(graph, library, record.id);
      return keepOrMake<FoldedNode>(`frame:${record.id}`, card, () => ({
        ...base({ id: `frame:${record.id}`, record, old: undefined, isReadOnly }),
        type: "folded",
        data: { record, card, basis: card },
        ...foldedSize(card),
        handles: handlesAt(
          (["input", "output"] as const).flatMap((side) =>
            card[side === "input" ? "inputs" : "outputs"].map(({ key }) => ({
              side,
              name: key,
              at: foldedPortOffset(card, { side, key }),
            })),
          ),
        ),
      }));
    });
  const open = shown.filter((record) => !record.folded);
  const frames = open.map((record) =>
    keepOrMake<FrameNode>(`frame:${record.id}`, record, (old) => ({
      ...base({ id: `frame:${record.id}`, record, old: old?.type === "frame" ? old : undefined, isReadOnly }),
      type: "frame",
      data: { record, basis: record },
      ...record.size,
    })),
  );
  const visibleNotes = Object.values(graph.notes).filter(({ id }) => !hosts.has(`note:${id}`));
  const notes = visibleNotes.map((record) =>
    keepOrMake<NoteNode>(`note:${record.id}`, record, (old) => ({
      ...base({ id: `note:${record.id}`, record, old, isReadOnly }),
      type: "note",
      data: { record, basis: record },
      width: record.size.width,
      initialHeight: record.size.height,
      zIndex: -1,
    })),
  );
  const visibleNodes = Object.values(graph.nodes).filter(({ id }) => !hosts.has(id));
  const cards = visibleNodes.map((record) => {
    // A card is new when its node is, and when edges name other ports of it: then wires end elsewhere.
    const card = cardOf(graph, library, record.id)!;
    return keepOrMake<CardNode>(record.id, card, (old) => ({
      measured: plateOf(card),
      ...base({ id: record.id, record, old, isReadOnly }),
      type: "card",
      data: { record, basis: card },
      initialWidth: card.width,
      initialHeight: roomOf(card).height,
      handles: handlesOf(card),
    }));
  });
  return { nodes: [...frames, ...notes, ...folded, ...cards], edges: deriveEdges(state, before.edges) };
}

/** What all three have in common. Sizes measured earlier are kept: React Flow hides a node that has none. */
function base({
  id,
  record,
  old,
  isReadOnly,
}: {
  id: string;
  record: { position: { x: number; y: number }; locked?: true | undefined };
  old: CanvasNode | undefined;
  isReadOnly: boolean;
}) {
  return {
    id,
    position: record.position,
    draggable: !isReadOnly && !record.locked,
    ...(old?.measured && { measured: old.measured }),
  };
}

/** Where wires end, so that they are drawn before the browser has measured anything, and for nodes out of sight. */
function handlesOf(card: Card) {
  const ends = (side: "input" | "output") =>
    card[side === "input" ? "inputs" : "outputs"].map(([name]) => ({
      side,
      name,
      at: portOffset(card, { side, port: name }),
    }));
  return handlesAt([...ends("input"), ...ends("output")]);
}

function handlesAt(ends: readonly { side: "input" | "output"; name: string; at: { x: number; y: number } }[]) {
  return ends.map(({ side, name, at: { x, y } }) => ({
    id: name,
    type: side === "input" ? ("target" as const) : ("source" as const),
    position: side === "input" ? Position.Left : Position.Right,
    x: x - HANDLE_SIZE / 2,
    y: y - HANDLE_SIZE / 2,
    width: HANDLE_SIZE,
    height: HANDLE_SIZE,
  }));
}

/** The wires of the graph as they lie on the canvas, also those that React Flow has not been given. */
export function canvasEdges(state: EditorState): CanvasEdge[] {
  return deriveEdges(state, []);
}

function deriveEdges({ graph, library, selection }: EditorState, before: CanvasEdge[]): CanvasEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const hosts = foldedHosts(graph);
  return Object.values(graph.edges).flatMap((record): CanvasEdge[] => {
    const source = cardOf(graph, library, record.from.node);
    const target = cardOf(graph, library, record.to.node);
    if (!source || !target) return [];
    const ariaLabel = `${source.title} to ${target.title}`;
    const [from, to] = [drawnEnd(record.from, hosts), drawnEnd(record.to, hosts)];
    if (from.node === to.node && from.isFolded) return [];
    const old = known.get(record.id);
    const isSelected = selection.has(record.id);
    const isThere = old?.source === from.node && old.target === to.node;
    if (isThere && old.data?.record === record && old.ariaLabel === ariaLabel && old.selected === isSelected)
      return [old];
    return [
      {
        id: record.id,
        type: "wire",
        source: from.node,
        sourceHandle: from.port,
        target: to.node,
        targetHandle: to.port,
        ariaLabel,
        ariaRole: "group",
        selected: isSelected,
        data: { record },
        // The ports of a folded frame are only those that have wires.
        ...((from.isFolded || to.isFolded) && { reconnectable: false }),
      },
    ];
  });
}

/** Where an end of an edge lies on the canvas: at its node, or at the folded frame in which that is. */
function drawnEnd(end: GraphEdge["from"], hosts: ReadonlyMap<string, string>) {
  const host = hosts.get(end.node);
  if (host === undefined) return { ...end, isFolded: false };
  return { node: `frame:${host}`, port: foldedKey(end), isFolded: true };
}
