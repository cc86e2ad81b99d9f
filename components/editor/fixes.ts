import { updateNode } from "#graph/commands/update-records";
import type { NodeChanges } from "#graph/commands/update-records";
import { paramMeta } from "#graph/find-problems";
import { portAt } from "#graph/rank-ports";
import { titleOf } from "#graph/title-of";
import { goToNode } from "./canvas-work.ts";
import { convertersBetween } from "./converters-between.ts";
import type { EditorTools } from "./editor-tools.ts";
import { openNodesFor } from "./open-nodes.ts";
import { portOnScreen } from "./port-on-screen.ts";
import { putBetween } from "./rewire-work.ts";

/** Something wrong at a node: a problem of the graph, or why the node failed in the run that is shown. */
export type Fault = { code: string; nodeId: string; edgeId?: string; param?: string; port?: string };
/** What would mend it: its words say what it does. */
export type Fix = { label: string; run: () => void };

const MAX_FIXES = 2;
/** As high as the document may set it. */
const MAX_TIMEOUT_MS = 86_400_000;

/** What can be done about a fault from where one stands, the likeliest first; at most two. */
export function fixesFor(tools: EditorTools, fault: Fault): Fix[] {
  const { graph, library } = tools.editor.getState();
  const node = graph.nodes[fault.nodeId];
  const definition = node && library[node.type];
  if (!node || !tools.mayEdit) return [];
  const fixes: Fix[] = [];
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
    const isEmpty = fault.code === "missing-param" || fault.code === "missing-model" || fault.code === "missing-file";
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

/** Chooses the node and puts the focus into the field of the param. */
function goToParam(tools: EditorTools, { nodeId, param }: { nodeId: string; param: string }): void {
  goToNode(tools, nodeId);
  tools.ui.setState({ isInspectorOpen: true });
  // After the inspector shows the node and the canvas has given the node the focus.
  setTimeout(() => {
    const row = document.querySelector(`.editor-inspector [data-param="${CSS.escape(param)}"]`);
    row?.querySelector<HTMLElement>("input, textarea, button, [contenteditable], [tabindex]")?.focus();
  }, 60);
}
