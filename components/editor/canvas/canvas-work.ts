import { addConnected } from "#graph/commands/add-connected";
import { addGroup, addNode, addNote } from "#graph/commands/add-records";
import { moveRecords } from "#graph/commands/move-records";
import type { AnyNodeDefinition } from "#graph/define-node";
import { freshNode } from "#graph/fresh-node";
import type { JsonValue } from "#graph/json";
import { applyPatch } from "#graph/patch";
import type { GraphNode } from "#graph/schema";
import { cardOf, portOffset, roomOf } from "../nodes/card-of.ts";
import type { PortEnd } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { fitGraph } from "./fit-graph.ts";
import { motionMs } from "../../ui/motion.ts";
import { mergePatches } from "#graph/merge-patches";
import { newId } from "../new-id.ts";
import { countUse } from "../adding/node-use.ts";
import { setUpFor } from "../adding/offers.ts";
import { GRID, GUTTER, firstFree, placeNode, snapToGrid } from "../adding/place-node.ts";
import { goToRow } from "../outline/outline-work.ts";
import { boundsOf } from "./fit-graph.ts";
import { foldedHosts } from "../structure/folded.ts";
import { unfoldAround } from "../structure/frame-work.ts";
import { boxOf, roomBoxOf } from "../wires/wire-planner.ts";
import type { Box, Point } from "../wires/wire-route.ts";

/** What editing does to the canvas, each as one step of undo. */

export type NewNode = {
  at?: Point;
  params?: Record<string, JsonValue>;
  title?: string;
  /** A port to which the new node is wired at once, where one of its own fits; `at` is then where that one lies. */
  from?: PortEnd | null;
};

/** Adds a node where asked, else beside the selected one or in the middle of the view, and selects it. */
export function addNodeOfType(
  tools: EditorTools,
  definition: AnyNodeDefinition,
  { at, params = {}, title, from }: NewNode = {},
): string {
  const { editor } = tools;
  const { graph, library, apply } = editor.getState();
  countUse(definition.type);
  const ends = from && { [from.side === "input" ? "to" : "from"]: portIn(from) };
  const node: GraphNode = {
    ...freshNode(definition, { id: newId(), params, ...(ends && setUpFor(editor.getState(), ends)) }),
    ...(title !== undefined && { title }),
  };
  const wired = from && addConnected(graph, library, { node, end: portIn(from), side: from.side, edgeId: newId() });
  const added = wired?.patch ?? addNode(graph, node);
  const card = cardOf(applyPatch(graph, added), library, node.id)!;
  const side = from?.side === "input" ? "output" : "input";
  const offset = wired && at ? portOffset(card, { side, port: wired.port }) : { x: 0, y: 0 };
  const position = at
    ? { x: snapToGrid(at.x - offset.x), y: snapToGrid(at.y - offset.y) }
    : freePlace(tools, roomOf(card), from);
  const patch = mergePatches(added, moveRecords(applyPatch(graph, added), { [node.id]: position }));
  apply(patch, { label: `Add ${definition.title}`, select: [node.id] });
  // After React Flow has taken the node in.
  if (!at) requestAnimationFrame(() => bringIntoView(tools, node.id));
  return node.id;
}

function portIn({ node, port }: PortEnd) {
  return { node, port };
}

/** The whole graph while it can be read at that size, else just enough of a move. */
const LEAST_READABLE_ZOOM = 0.7;

function bringIntoView(tools: EditorTools, nodeId: string): void {
  const { flow } = tools;
  const canvas = canvasRectangle();
  const node = flow.getNode(nodeId);
  if (!canvas || !node || isInView(tools, boxOf(node))) return;
  const all = boundsOf(flow.getNodes().map(roomBoxOf));
  const zoom = Math.min(flow.getZoom(), (canvas.width * 0.9) / all.width, (canvas.height * 0.9) / all.height);
  if (zoom >= LEAST_READABLE_ZOOM) fitGraph(flow, { maxZoom: flow.getZoom() });
  else void flow.setCenter(...middleOf(boxOf(node)), { zoom: flow.getZoom(), duration: motionMs(240) });
}

function middleOf({ x, y, width, height }: Box): [number, number] {
  return [x + width / 2, y + height / 2];
}

function canvasRectangle(): DOMRect | undefined {
  return document.querySelector(".patch-canvas")?.getBoundingClientRect();
}

function isInView({ flow }: EditorTools, box: Box): boolean {
  const canvas = canvasRectangle();
  if (!canvas) return true;
  const start = flow.flowToScreenPosition(box);
  const end = flow.flowToScreenPosition({ x: box.x + box.width, y: box.y + box.height });
  return start.x >= canvas.left && start.y >= canvas.top && end.x <= canvas.right && end.y <= canvas.bottom;
}

/** Beside the node that it is wired to, else after the selected one, else in the middle of the view. */
function freePlace(tools: EditorTools, size: { width: number; height: number }, from?: PortEnd | null): Point {
  const selection = from ? new Set([from.node]) : tools.editor.getState().selection;
  const nodes = tools.flow.getNodes();
  const others = nodes.filter(({ type }) => type !== "frame").map(roomBoxOf);
  const after = nodes.findLast(({ id, type }) => selection.has(id) && type === "card");
  if (from?.side === "input" && after) {
    const { x, y } = boxOf(after);
    return firstFree({ x: x - GUTTER - size.width, y }, size, others);
  }
  const centre = viewCentre(tools);
  // The first node stands at the left, since the others will follow to the right.
  const width = (canvasRectangle()?.width ?? 0) / tools.flow.getZoom();
  const start = others.length === 0 ? { x: centre.x - width * 0.3, y: centre.y - 60 } : centre;
  return placeNode({ size, others, after: after && boxOf(after), centre: start });
}

export function viewCentre({ flow }: EditorTools): Point {
  const canvas = canvasRectangle();
  if (!canvas) return { x: 0, y: 0 };
  return flow.screenToFlowPosition({ x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2 });
}

export function addNoteAt(tools: EditorTools, at?: Point): void {
  const { graph, apply, setRenaming } = tools.editor.getState();
  const id = newId();
  const size = { width: 180, height: 100 };
  const others = tools.flow
    .getNodes()
    .filter(({ type }) => type !== "frame")
    .map(boxOf);
  const position = at ?? placeNode({ size, others, centre: viewCentre(tools) });
  apply(addNote(graph, { id, text: "", position, size }), { label: "Add note", select: [`note:${id}`] });
  setRenaming(`note:${id}`);
}

const FRAME_PADDING = 14;
const FRAME_TITLE = 36;

/** A frame around what is selected, with room for the values that a run will show, or an empty one in the middle of the view. */
export function addFrame(tools: EditorTools): void {
  const { graph, selection, apply, setRenaming } = tools.editor.getState();
  const boxes = tools.flow
    .getNodes()
    .filter(({ id, type }) => selection.has(id) && type !== "frame")
    .map(roomBoxOf);
  const id = newId();
  const centre = viewCentre(tools);
  const around =
    boxes.length > 0
      ? boundsOf(boxes)
      : { x: snapToGrid(centre.x - 200), y: snapToGrid(centre.y - 100), width: 400, height: 200 };
  const group = {
    id,
    title: "Frame",
    position: { x: around.x - FRAME_PADDING, y: around.y - FRAME_TITLE },
    size: { width: around.width + 2 * FRAME_PADDING, height: around.height + FRAME_TITLE + FRAME_PADDING },
  };
  apply(addGroup(graph, group), { label: "Add frame", select: [`frame:${id}`] });
  setRenaming(`frame:${id}`);
}

/** Selects a node, gives it the focus and brings it into view, on the canvas out of the folded frame that it is in, in the outline its row. */
export function goToNode(tools: EditorTools, nodeId: string, { takesFocus = true } = {}): void {
  const { editor, flow, mayEdit, ui } = tools;
  if (ui.getState().view === "outline") {
    editor.getState().select([nodeId]);
    goToRow(tools, nodeId, { takesFocus });
    return;
  }
  const host = foldedHosts(editor.getState().graph).get(nodeId);
  if (host !== undefined) {
    if (!mayEdit) goToNode(tools, `frame:${host}`, { takesFocus });
    // After React Flow has taken in what was folded away.
    else if (unfoldAround(editor, nodeId)) requestAnimationFrame(() => goToNode(tools, nodeId, { takesFocus }));
    return;
  }
  editor.getState().select([nodeId]);
  const node = flow.getNode(nodeId);
  if (!node) return;
  const box = boxOf(node);
  if (!isInView(tools, box)) {
    void flow.setCenter(...middleOf(box), { zoom: Math.max(flow.getZoom(), 0.75), duration: motionMs(240) });
  }
  if (takesFocus) focusWhenDrawn(nodeId, document.activeElement);
}

const DRAWN_WITHIN_MS = 5_000;

/**
 * A node that was out of sight comes into the page while the view moves to it, and takes no focus before it was measured.
 * Gives up when the focus has gone elsewhere meanwhile.
 */
function focusWhenDrawn(nodeId: string, before: Element | null, until = performance.now() + DRAWN_WITHIN_MS): void {
  requestAnimationFrame(() => {
    const now = document.activeElement;
    if (now !== before && now !== document.body && before?.isConnected) return;
    const node = document.querySelector<HTMLElement>(`[data-node-id="${CSS.escape(nodeId)}"]`);
    node?.focus({ preventScroll: true });
    if (node && document.activeElement === node) return;
    if (performance.now() < until) focusWhenDrawn(nodeId, before, until);
  });
}

/** Moves what is selected by whole steps of the grid. */
export const NUDGE = GRID;
