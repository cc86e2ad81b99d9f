import { updateNode } from "#graph/commands/update-records";
import type { NodeChanges } from "#graph/commands/update-records";
import { paramMeta } from "#graph/find-problems";
import { portAt } from "#graph/rank-ports";
import type { RunState } from "#graph/run-events";
import { titleOf } from "#graph/title-of";
import { goToNode } from "../canvas/canvas-work.ts";
import { convertersBetween } from "../adding/converters-between.ts";
import type { EditorTools } from "../editor-tools.ts";
import { openNodesFor } from "../canvas/open-nodes.ts";
import { focusInInspector } from "../inspector/focus-in-inspector.ts";
import { portOnScreen } from "../nodes/port-on-screen.ts";
import { openStep, stepHref } from "../structure/open-inner.ts";
import { putBetween } from "../wires/rewire-work.ts";

/** Something wrong at a node: a problem of the graph, or why the node failed in the run that is shown. */
export type Fault = { code: string; nodeId: string; edgeId?: string; param?: string; port?: string };
/** What would mend it: its words say what it does. */
export type Fix = { label: string; run: () => void };

/** What was chosen is not there, or nothing was. */
const emptyCodes = new Set(["missing-param", "missing-model", "missing-file", "missing-secret"]);
const MAX_FIXES = 2;
/** As high as the document may set it. */
const MAX_TIMEOUT_MS = 86_400_000;

/** What can be done about a fault from where one stands, the likeliest first; at most two. */
export function fixesFor(tools: EditorTools, fault: Fault): Fix[] {
  const { graph, library } = tools.editor.getState();
  const node = graph.nodes[fault.nodeId];
  const definition = node && library[node.type];
  if (!node) return [];
  const inside = openWhereItFailed(tools, fault);
  if (!tools.mayEdit) return inside;
  const fixes: Fix[] = [...inside];
  const change = (changes: NodeChanges, label: string) => {
    const { graph, apply } = tools.editor.getState();
    apply(updateNode(graph, { nodeId: node.id, changes }), { label });
  };

  const edge = fault.edgeId === undefined ? undefined : graph.edges[fault.edgeId];
  if (edge && fault.code === "type-mismatch") {
    for (const type of convertersBetween({ graph, library }, edge)) {
      const what = library[type];
      if (what) fixes.push({ label: `Insert ${what.title}`, run: () => void putBetween(tools, { ends: edge, what }) });
    }
  }
  if (fault.code === "nothing-to-pass") {
    fixes.push({ label: "Take back in", run: () => change({ disabled: undefined }, "Take back in") });
    fixes.push({ label: "Mute instead", run: () => change({ disabled: true }, "Mute") });
  }
  const { port } = fault;
  const input = port !== undefined && portAt(graph, library, { end: { node: node.id, port }, side: "inputs" });
  if (fault.code === "missing-input" && port !== undefined && input) {
    const end = { node: node.id, port, side: "input" as const };
    const run = () => {
      goToNode(tools, node.id);
      openNodesFor(tools, { kind: "wire", end }, portOnScreen(end));
    };
    fixes.push({ label: `Connect ${input.label}`, run });
  }
  const { param } = fault;
  const title = param !== undefined && definition && paramMeta(definition, param)?.title;
  if (param !== undefined && title) {
    const isEmpty = emptyCodes.has(fault.code);
    fixes.push({
      label: `${isEmpty ? "Choose" : "Change"} ${title}`,
      run: () => goToParam(tools, { nodeId: node.id, param }),
    });
  }
  if (fault.code === "timeout" && node.timeoutMs !== undefined) {
    const timeoutMs = Math.min(node.timeoutMs * 2, MAX_TIMEOUT_MS);
    fixes.push({
      label: `Raise the limit to ${timeoutMs / 1000} s`,
      run: () => change({ timeoutMs }, "Raise the time limit"),
    });
  }
  const source =
    port === undefined
      ? undefined
      : Object.values(graph.edges).find(({ to }) => to.node === node.id && to.port === port);
  const before = source && graph.nodes[source.from.node];
  if (before && (fault.code === "input-mismatch" || fault.code === "list-mismatch" || fault.code === "bad-input")) {
    fixes.push({ label: `Go to ${titleOf(before, library)}`, run: () => goToNode(tools, before.id) });
  }
  return fixes.slice(0, MAX_FIXES);
}

/** Of a node whose workflow failed in the run that is shown: the way to the step in it that did, however deep that is. */
function openWhereItFailed(tools: EditorTools, { nodeId, code }: Fault): Fix[] {
  const { run } = tools.runs.getState();
  const own = run?.nodes[nodeId];
  if (!run || own?.status !== "failed" || own.failure?.kind !== code) return [];
  const path = failedStepIn(run, nodeId);
  if (path === null || stepHref(tools, path) === null) return [];
  return [{ label: "Open where it failed", run: () => openStep(tools, path) }];
}

/** The innermost step that failed within the node, as its path; of several on one level the first. */
export function failedStepIn({ nodes }: Pick<RunState, "nodes">, nodeId: string): string | null {
  const failed = Object.entries(nodes).find(
    ([path, { status }]) => status === "failed" && path.slice(0, path.lastIndexOf("/")) === nodeId,
  );
  return failed ? (failedStepIn({ nodes }, failed[0]) ?? failed[0]) : null;
}

/** Chooses the node and puts the focus into the field of the param. */
function goToParam(tools: EditorTools, { nodeId, param }: { nodeId: string; param: string }): void {
  goToNode(tools, nodeId);
  tools.ui.setState({ isInspectorOpen: true });
  // After the canvas has given the node the focus.
  setTimeout(() => focusInInspector(nodeId, param), 60);
}
