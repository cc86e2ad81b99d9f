import { extractWorkflow } from "#graph/commands/extract-workflow";
import type { Extraction } from "#graph/commands/extract-workflow";
import { inlineWorkflow } from "#graph/commands/inline-workflow";
import { moveRecords } from "#graph/commands/move-records";
import { mergePatches } from "#graph/merge-patches";
import { applyPatch } from "#graph/patch";
import type { GraphPatch } from "#graph/patch";
import type { Graph } from "#graph/schema";
import { subGraphOf } from "#graph/sub-graphs";
import { titleOf } from "#graph/title-of";
import { workflowRefSchema } from "#graph/workflow-ref";
import { runWorkflow } from "#nodes/run-workflow/definition";
import { asServerError } from "#components/trpc";
import { cardOf, roomOf } from "../nodes/card-of.ts";
import { selectedNode } from "../editor-store.ts";
import type { EditorState } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { newId } from "../new-id.ts";
import { recordIds } from "../clipboard/paste-records.ts";
import { wireNames } from "../wires/wire-names.ts";

/** What would become of the selection as a workflow of its own, for the dialog and for doing it. */
export function extractSelection(
  { graph, library, selection }: Pick<EditorState, "graph" | "library" | "selection">,
  nodeId = newId(),
): Extraction {
  return extractWorkflow(graph, library, {
    ids: recordIds(graph, selection),
    node: { id: nodeId, type: runWorkflow.type },
    newId,
    sizeOf: (id) => roomOf(cardOf(graph, library, id)!), // of a node of this graph
  });
}

/** After the frame, or the nodes, that are chosen. */
export function titleOfSelection({ graph, library, selection }: EditorState): string {
  const [frame, ...frames] = [...selection].flatMap((id) => graph.groups[id.replace(/^frame:/, "")] ?? []);
  if (frame && frames.length === 0) return frame.title;
  const titles = [...selection].flatMap((id) => {
    const node = graph.nodes[id];
    return node && !node.type.startsWith("workflow-") ? [{ x: node.position.x, title: titleOf(node, library) }] : [];
  });
  const inOrder = titles.sort((a, b) => a.x - b.x).map(({ title }) => title);
  const [first = "Part of a workflow", last = first] = [inOrder[0], inOrder.at(-1)];
  return inOrder.length < 2 ? first : `${first} to ${last}`.slice(0, 200);
}

/** Makes the workflow, then puts the node that runs it in place of the selection. False, and said, where that is not possible. */
export async function extractAs(tools: EditorTools, title: string): Promise<boolean> {
  const { editor, tell, createWorkflow } = tools;
  const { graph } = editor.getState();
  const nodeId = newId();
  const extraction = extractSelection(editor.getState(), nodeId);
  if (!extraction.ok) return false;
  let id: string;
  try {
    ({ id } = await createWorkflow({ title, graph: extraction.inner }));
  } catch (error) {
    const description = asServerError(error)?.message ?? "The server does not answer. Try again.";
    tell({ tone: "failed", title: "The workflow was not made", description });
    return false;
  }
  if (editor.getState().graph !== graph) {
    const description = `“${title}” is among your workflows, but the nodes stayed here, since something else changed meanwhile.`;
    tell({ tone: "failed", title: "The canvas changed meanwhile", description });
    return true;
  }
  const { subGraphs, setSubGraphs, apply } = editor.getState();
  setSubGraphs({ ...subGraphs, [id]: { title, graph: extraction.inner } });
  apply(extraction.replace({ id, title }), { label: "Extract to a workflow", select: [nodeId] });
  tell({ title: `“${title}” is a workflow of its own now`, ...remarksOf(extraction.remarks) });
  return true;
}

function remarksOf(remarks: readonly string[]): { description?: string } {
  return remarks.length > 0 ? { description: remarks.join(" ") } : {};
}

/** The chosen node, with the workflow that it runs, as far as that is known. */
export function chosenSubWorkflow(state: EditorState) {
  const nodeId = selectedNode(state);
  const node = nodeId === null ? undefined : state.graph.nodes[nodeId];
  const ref = workflowRefSchema.safeParse(node?.params.workflow);
  if (!node || !ref.success || !state.library[node.type]?.body) return null;
  return { node, ref: ref.data, sub: subGraphOf(node, state.subGraphs ?? {}) };
}

/** Puts the nodes of the workflow in place of the chosen node. */
export function inlineChosen(tools: EditorTools): void {
  const { editor, tell } = tools;
  const { graph, library, apply } = editor.getState();
  const chosen = chosenSubWorkflow(editor.getState());
  if (!chosen) return;
  const title = titleOf(chosen.node, library);
  if (!chosen.sub) {
    tell({
      title: `“${title}” was not put in`,
      description: "Its workflow is not known here yet. Try again in a moment.",
    });
    return;
  }
  const result = inlineWorkflow(graph, library, { nodeId: chosen.node.id, sub: chosen.sub, newId });
  if (!result.ok) {
    tell({ title: `“${title}” was not put in`, description: result.reason });
    return;
  }
  const { nodes, notes, groups } = result.ids;
  const patch = mergePatches(result.patch, makeRoom({ graph, library }, { result, nodeId: chosen.node.id }));
  const select = [...nodes, ...notes.map((id) => `note:${id}`), ...groups.map((id) => `frame:${id}`)];
  apply(patch, { label: "Put the workflow's nodes here", select });
  const kept = `“${chosen.ref.title}” itself stays among your workflows.`;
  const lost =
    result.lost.length > 0
      ? ` Nothing in it feeds these, so they went: ${wireNames(graph, library, result.lost)}.`
      : "";
  tell({ title: `The nodes of “${title}” are on this canvas now`, description: kept + lost });
}

/** Moves what stood to the right of the node, where its nodes would lie over that. */
function makeRoom(
  { graph, library }: { graph: Graph; library: EditorState["library"] },
  { result, nodeId }: { result: { patch: GraphPatch; ids: { nodes: string[] } }; nodeId: string },
): GraphPatch {
  const after = applyPatch(graph, result.patch);
  const boxOf = (of: Graph, id: string) => ({ ...of.nodes[id]!.position, ...roomOf(cardOf(of, library, id)!) });
  const box = boxOf(graph, nodeId);
  const came = new Set(result.ids.nodes);
  const boxes = result.ids.nodes.map((id) => boxOf(after, id));
  const others = Object.keys(after.nodes).filter((id) => !came.has(id));
  const isCovered = others.some((id) => {
    const other = boxOf(after, id);
    return boxes.some(
      ({ x, y, width, height }) =>
        x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height,
    );
  });
  const by = Math.max(...boxes.map(({ x, width }) => x + width)) - (box.x + box.width);
  if (!isCovered || by <= 0) return {};
  const moves = others.flatMap((id) => {
    const { x, y } = after.nodes[id]!.position;
    return x >= box.x + box.width ? [[id, { x: x + by, y }] as const] : [];
  });
  return moveRecords(after, Object.fromEntries(moves));
}
