import { insertBetween } from "#graph/commands/insert-between";
import { moveRecords } from "#graph/commands/move-records";
import { removeAndHeal } from "#graph/commands/remove-and-heal";
import { replaceNode } from "#graph/commands/replace-node";
import type { AnyNodeDefinition } from "#graph/define-node";
import { freshNode } from "#graph/fresh-node";
import { mergePatches } from "#graph/merge-patches";
import { applyPatch } from "#graph/patch";
import type { GraphPatch } from "#graph/patch";
import type { Graph, GraphEdge, GraphNode } from "#graph/schema";
import { titleOf } from "#graph/title-of";
import { formatQuantity } from "../../ui/format-number.ts";
import { addNodeOfType } from "../canvas/canvas-work.ts";
import { cardOf, portOffset, roomOf } from "../nodes/card-of.ts";
import type { EditorTools } from "../editor-tools.ts";
import { growFrames } from "../structure/grow-frames.ts";
import { downstreamOf } from "./lineage.ts";
import { newId } from "../new-id.ts";
import { setUpFor } from "../adding/offers.ts";
import type { Offer, Wish } from "../adding/offers.ts";
import { recordIds } from "../clipboard/paste-records.ts";
import { placeBetween } from "../adding/place-between.ts";
import { roomBoxOf } from "./wire-planner.ts";
import type { Point } from "./wire-route.ts";
import { wireNames } from "./wire-names.ts";

/** What changes wires and nodes together, each as one step of undo. */

type Ends = Pick<GraphEdge, "from" | "to">;

/** Does what an entry of the list of nodes stands for. `at` is the point of the canvas that was pointed at, if one was. */
export function takeOffer(
  tools: EditorTools,
  { offer, wish, at }: { offer: Offer; wish: Wish; at: Point | null },
): void {
  const { graph } = tools.editor.getState();
  switch (wish.kind) {
    case "add":
      addNodeOfType(tools, offer.definition, { ...(at && { at }) });
      return;
    case "wire":
      addNodeOfType(tools, offer.definition, { from: wish.end, ...(at && { at }) });
      return;
    case "edge": {
      const edge = graph.edges[wish.edgeId];
      const lying = offer.nodeId === undefined ? undefined : graph.nodes[offer.nodeId];
      if (edge) putBetween(tools, { ends: edge, what: lying ?? offer.definition });
      return;
    }
    case "replace":
      replaceWith(tools, { nodeId: wish.nodeId, definition: offer.definition });
  }
}

/** Puts a new node, or one that lies on the canvas, between two ports, and makes room for it. Says why where it does not fit. */
export function putBetween(
  tools: EditorTools,
  { ends, what, at }: { ends: Ends; what: AnyNodeDefinition | GraphNode; at?: Point | undefined },
): boolean {
  const { graph, library, apply } = tools.editor.getState();
  const node = "id" in what ? what : newBetween(tools, ends, what);
  const { from, to } = ends;
  const title = titleOf(node, library);
  const result = insertBetween(graph, library, { node, from, to, newId });
  if (!result.ok) {
    tools.tell({ title: `"${title}" was not put into the wire`, description: result.reason });
    return false;
  }
  const wired = applyPatch(graph, result.patch);
  const moving = at ? moveRecords(wired, { [node.id]: at }) : makeRoom(tools, { graph: wired, ends, node });
  apply(mergePatches(result.patch, moving), { label: `Insert ${title}`, select: [node.id] });
  return true;
}

/** A node as it is put between two ports: set up to take what the one gives and give what the other takes. */
export function newBetween(tools: EditorTools, ends: Ends, definition: AnyNodeDefinition): GraphNode {
  return freshNode(definition, { id: newId(), ...setUpFor(tools.editor.getState(), ends) });
}

function makeRoom(
  { editor, flow }: EditorTools,
  { graph, ends, node }: { graph: Graph; ends: Ends; node: GraphNode },
): GraphPatch {
  const { library } = editor.getState();
  const cards = flow.getNodes().filter(({ id, type }) => type !== "frame" && id !== node.id);
  const boxes = new Map(cards.map((card) => [card.id, roomBoxOf(card)]));
  const [sourceCard, targetCard, card] = [ends.from.node, ends.to.node, node.id].map((id) =>
    cardOf(graph, library, id),
  );
  const [source, target] = [boxes.get(ends.from.node), boxes.get(ends.to.node)];
  if (!sourceCard || !targetCard || !card || !source || !target) return {};
  const into = Object.values(graph.edges).find(({ to }) => to.node === node.id);
  const downstream = downstreamOf(graph, [ends.to.node]);
  const { position, moves } = placeBetween({
    source: { ...source, portY: portOffset(sourceCard, { side: "output", port: ends.from.port }).y },
    target: { ...target, portY: portOffset(targetCard, { side: "input", port: ends.to.port }).y },
    size: roomOf(card),
    portY: portOffset(card, { side: "input", port: into?.to.port ?? "" }).y,
    downstream: new Map([...boxes].filter(([id]) => downstream.has(id))),
    others: [...boxes].flatMap(([id, box]) => (downstream.has(id) ? [] : box)),
  });
  const moving = moveRecords(graph, { ...moves, [node.id]: position });
  return mergePatches(moving, growFrames(graph, library, moving));
}

/** Makes a node one of another type. The wires that do not fit go with the same step, and are named. */
export function replaceWith(
  tools: EditorTools,
  { nodeId, definition }: { nodeId: string; definition: AnyNodeDefinition },
): void {
  const { graph, library, apply } = tools.editor.getState();
  const old = graph.nodes[nodeId];
  const result = replaceNode(graph, library, { nodeId, type: definition.type });
  if (!old || !result) return;
  apply(result.patch, { label: `Replace ${titleOf(old, library)}`, select: [nodeId] });
  const title = `"${titleOf(old, library)}" is now "${definition.title}"`;
  if (result.lost.length === 0) tools.tell({ title });
  else {
    const names = wireNames(graph, library, result.lost);
    const description = `${formatQuantity(result.lost.length, "wire")} did not fit and went: ${names}. Undo brings everything back.`;
    tools.tell({ title, description });
  }
}

/** Deletes what is selected and joins the wires before it with those behind it. What cannot be joined is named. */
export function removeAndJoin({ editor, tell }: EditorTools): void {
  const { graph, library, selection, apply } = editor.getState();
  const { patch, lost } = removeAndHeal(graph, library, { ids: recordIds(graph, selection), newId });
  apply(patch, { label: "Delete and join" });
  if (lost.length === 0) return;
  const description = `Nothing before fits there: ${wireNames(graph, library, lost)}.`;
  tell({ title: `${formatQuantity(lost.length, "wire")} could not be joined`, description });
}
