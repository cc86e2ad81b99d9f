import { straightenEdges } from "#graph/commands/bend-edges";
import { moveRecords } from "#graph/commands/move-records";
import { updateGroup } from "#graph/commands/update-records";
import { mergePatches } from "#graph/merge-patches";
import { applyPatch } from "#graph/patch";
import { formatQuantity } from "../../ui/format-number.ts";
import { announce } from "../../ui/toast-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { fitGraph } from "../canvas/fit-graph.ts";
import { nodesInFrame } from "../structure/nodes-in-frame.ts";
import { recordId } from "../editor-store.ts";
import { tidyGraph } from "./tidy-graph.ts";
import { roomBoxOf } from "../wires/wire-planner.ts";

/** Lays out what is chosen, with what lies in chosen frames; all, where less than two nodes are chosen. One step of undo. */
export async function tidyUp({ editor, flow, tell }: EditorTools): Promise<void> {
  const { graph, library, selection } = editor.getState();
  const boxes = new Map(flow.getNodes().map((node) => [node.id, roomBoxOf(node)]));
  const chosen = new Set(
    [...selection].flatMap((id) => {
      const frame = id.startsWith("frame:") ? graph.groups[recordId(id)] : undefined;
      return frame && !frame.folded ? [id, ...nodesInFrame(graph, library, frame)] : boxes.has(id) ? [id] : [];
    }),
  );
  const isPart = [...chosen].filter((id) => graph.nodes[id]).length > 1;
  const ids = isPart ? chosen : new Set(drawnInOrder(boxes, graph.notes));
  const tidied = await tidyGraph(graph, library, { boxes, ids }).catch(() => null);
  if (!tidied) {
    tell({
      title: "Not tidied: what lays nodes out could not be loaded",
      description: "See to the connection, and do it again.",
    });
    return;
  }
  const { places, sizes } = tidied;
  if (editor.getState().graph !== graph) {
    tell({ title: "Not tidied: something changed meanwhile", description: "Do it again." });
    return;
  }
  const moves = moveRecords(graph, places);
  const patch = Object.entries(sizes).reduce(
    (all, [groupId, size]) => mergePatches(all, updateGroup(applyPatch(graph, all), { groupId, changes: { size } })),
    moves,
  );
  // A way that was chosen around nodes leads somewhere else once they have moved.
  const moved = applyPatch(graph, patch);
  const turned = Object.values(graph.edges).filter(({ from, to }) => places[from.node] || places[to.node]);
  const straight = straightenEdges(
    moved,
    turned.map(({ id }) => id),
  );
  editor.getState().apply(mergePatches(patch, straight), { label: "Tidy up" });
  announce(`${formatQuantity(Object.keys(places).length, "node")} tidied.`);
  if (!isPart) requestAnimationFrame(() => fitGraph(flow));
}

/** Notes that stand by themselves are left where they were put. */
function drawnInOrder(boxes: ReadonlyMap<string, unknown>, notes: Readonly<Record<string, unknown>>): string[] {
  return [...boxes.keys()].filter((id) => !(id.startsWith("note:") && notes[recordId(id)]));
}
