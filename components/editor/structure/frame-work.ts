import { updateGroup } from "#graph/commands/update-records";
import type { GroupChanges } from "#graph/commands/update-records";
import type { Graph, GraphGroup } from "#graph/schema";
import { foldedHosts } from "./folded.ts";
import { findRecord, recordId } from "../editor-store.ts";
import type { EditorState, EditorStore } from "../editor-store.ts";
import { boundsOf } from "../canvas/fit-graph.ts";
import { nodesInFrame } from "./nodes-in-frame.ts";
import { cardOf, roomOf } from "../nodes/card-of.ts";

const PADDING = 14;
const TITLE = 36;

/** The one frame that is selected, if just one thing is. */
export function selectedFrame({ graph, selection }: EditorState): GraphGroup | null {
  const [id] = selection;
  return (selection.size === 1 && id?.startsWith("frame:") && graph.groups[recordId(id)]) || null;
}

export function changeFrame(editor: EditorStore, groupId: string, changes: GroupChanges, label: string): void {
  const { graph, apply } = editor.getState();
  apply(updateGroup(graph, { groupId, changes }), { label });
}

/** Draws the frame as one card, or opens it again. */
export function toggleFolded(editor: EditorStore, groupId: string): void {
  const { graph, library } = editor.getState();
  const frame = graph.groups[groupId];
  if (!frame) return;
  if (frame.folded) {
    changeFrame(editor, groupId, { folded: undefined }, "Unfold frame");
    return;
  }
  const members = nodesInFrame(graph, library, frame);
  const idsOf = (prefix: string) => members.flatMap((id) => (id.startsWith(prefix) ? [recordId(id)] : []));
  const folded = {
    nodes: members.filter((id) => graph.nodes[id]),
    notes: idsOf("note:"),
    groups: idsOf("frame:"),
  };
  changeFrame(editor, groupId, { folded }, "Fold frame");
}

/** Unfolds all frames that a record is folded away in. True where there were some. */
export function unfoldAround(editor: EditorStore, canvasId: string): boolean {
  let host = foldedHosts(editor.getState().graph).get(canvasId);
  const isHidden = host !== undefined;
  while (host !== undefined) {
    toggleFolded(editor, host);
    host = foldedHosts(editor.getState().graph).get(canvasId);
  }
  return isHidden;
}

/** Makes the frame as large as what is in it needs. */
export function fitFrame(editor: EditorStore, frame: GraphGroup): void {
  const { graph, library } = editor.getState();
  const boxes = nodesInFrame(graph, library, frame).flatMap((id) => boxOf(graph, library, id) ?? []);
  if (boxes.length === 0) return;
  const { x, y, width, height } = boundsOf(boxes);
  const changes = {
    position: { x: x - PADDING, y: y - TITLE },
    size: { width: width + 2 * PADDING, height: height + TITLE + PADDING },
  };
  changeFrame(editor, frame.id, changes, "Fit frame");
}

function boxOf(graph: Graph, library: EditorState["library"], id: string) {
  const record = findRecord(graph, id);
  if (!record || !("position" in record)) return null;
  if ("size" in record) return { ...record.position, ...record.size };
  const card = cardOf(graph, library, id);
  return card && { ...record.position, ...roomOf(card) };
}
