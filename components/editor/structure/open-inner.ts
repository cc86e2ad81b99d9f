import type { Viewport } from "@xyflow/react";
import { z } from "zod";
import { nodeAt } from "#graph/sub-graphs";
import { workflowRefSchema } from "#graph/workflow-ref";
import { goToNode } from "../canvas/canvas-work.ts";
import type { EditorTools } from "../editor-tools.ts";
import { findRecord } from "../editor-store.ts";
import { fitGraph } from "../canvas/fit-graph.ts";
import { crumbHref, workflowHref } from "./inner-path.ts";
import { chosenSubWorkflow } from "./structure-work.ts";

/** Going into the workflow that a node runs, and back to where one was. */

const placeSchema = z.object({
  selection: z.array(z.string()),
  viewport: z.object({ x: z.number(), y: z.number(), zoom: z.number() }),
});
const placeKey = (workflowId: string) => `patchbay.place.${workflowId}`;

/** The address of the workflow that the node runs, seen from here; with the run on the canvas where the node took part in it. */
export function innerHref({ workflowId, path, runs }: EditorTools, nodeId: string, inner: { id: string }): string {
  const crumbs = [...path.crumbs, { workflowId, nodeId }];
  const { runId, run } = runs.getState();
  if (runId === null || !run?.nodes[nodeId]) return workflowHref(inner.id, { crumbs });
  const depth = path.run?.runId === runId ? path.run.depth : path.crumbs.length;
  return workflowHref(inner.id, { crumbs, run: { runId, depth } });
}

export function openChosenWorkflow(tools: EditorTools): void {
  const chosen = chosenSubWorkflow(tools.editor.getState());
  if (chosen) void leaveFor(tools, innerHref(tools, chosen.node.id, chosen.ref));
}

/** Opens the workflow in which a step ("outer/inner") is, at its node, as if one had gone in by each node on the way. */
export function openStep(tools: EditorTools, path: string): void {
  const href = stepHref(tools, path);
  if (href !== null) void leaveFor(tools, href);
}

/** Null where a workflow on the way is not known, or the step is one of this workflow itself. */
export function stepHref(
  { workflowId, path, runs, editor }: Pick<EditorTools, "workflowId" | "path" | "runs" | "editor">,
  step: string,
): string | null {
  const { graph, subGraphs = {} } = editor.getState();
  const nodeIds = step.split("/");
  const nodeId = nodeIds.pop();
  const crumbs = [...path.crumbs];
  let own = workflowId;
  for (const [depth, outer] of nodeIds.entries()) {
    const at = nodeAt(graph, subGraphs, nodeIds.slice(0, depth + 1).join("/"));
    const ref = workflowRefSchema.safeParse(at?.node.params.workflow);
    if (!ref.success) return null;
    crumbs.push({ workflowId: own, nodeId: outer });
    own = ref.data.id;
  }
  if (nodeIds.length === 0 || nodeId === undefined) return null;
  const { runId, run } = runs.getState();
  if (runId === null || !run?.nodes[nodeIds[0]!]) return workflowHref(own, { crumbs, nodeId });
  const depth = path.run?.runId === runId ? path.run.depth : path.crumbs.length;
  return workflowHref(own, { crumbs, run: { runId, depth }, nodeId });
}

export function backToParent(tools: EditorTools): void {
  const { path } = tools;
  if (path.crumbs.length > 0) void leaveFor(tools, crumbHref(path, path.crumbs.length - 1));
}

async function leaveFor(tools: EditorTools, href: string): Promise<void> {
  rememberPlace(tools);
  // What comes next may look at this workflow: its ports, or its title.
  await tools.saveNow();
  tools.goTo(href);
}

function rememberPlace({ workflowId, editor, flow }: EditorTools): void {
  const place = { selection: [...editor.getState().selection], viewport: flow.getViewport() };
  try {
    sessionStorage.setItem(placeKey(workflowId), JSON.stringify(place));
  } catch {
    // Without storage one comes back to the node, and the view is fitted.
  }
}

/** Shows what was in view when one went into a workflow of this one, else the node that the address names, else all. */
export function beginAtPlace(tools: EditorTools): void {
  const { editor, flow, path } = tools;
  const place = takePlace(tools.workflowId);
  if (place) {
    const { graph, select } = editor.getState();
    select(place.selection.filter((id) => findRecord(graph, id)));
    void flow.setViewport(place.viewport);
  } else fitGraph(flow, { isReadOnly: editor.getState().isReadOnly, duration: 0 });
  if (path.nodeId !== null && editor.getState().graph.nodes[path.nodeId]) goToNode(tools, path.nodeId);
}

function takePlace(workflowId: string): { selection: string[]; viewport: Viewport } | null {
  try {
    const text = sessionStorage.getItem(placeKey(workflowId));
    sessionStorage.removeItem(placeKey(workflowId));
    return text === null ? null : placeSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
