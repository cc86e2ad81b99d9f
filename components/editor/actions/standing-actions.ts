import { CircleOff, EyeOff, Maximize2, Shuffle } from "lucide-react";
import { updateNode } from "#graph/commands/update-records";
import { mergePatches } from "#graph/merge-patches";
import { bypassRefusal } from "#graph/passage-problems";
import { hasSelection } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import type { EditorTools } from "../editor-tools.ts";
import { togglePreviewSize } from "../nodes/preview-sizes.ts";

/** How nodes stand: whether they run (muted ones do not, bypassed ones are passed by), and how large their values are. Again takes it back. */
export const standingActions: readonly EditorAction[] = [
  {
    id: "mute",
    label: "Mute or unmute",
    group: "Edit",
    keys: ["D"],
    icon: CircleOff,
    isOnSelection: true,
    when: hasNodesSelected,
    run: (tools) => toggle(tools, true),
  },
  {
    id: "bypass",
    label: "Bypass or take back in",
    group: "Edit",
    keys: ["B"],
    icon: Shuffle,
    isOnSelection: true,
    when: (tools) => hasNodesSelected(tools) && whyNotBypassed(tools) === null,
    whyNot: (tools) => (hasNodesSelected(tools) ? whyNotBypassed(tools) : null),
    run: (tools) => toggle(tools, "bypass"),
  },
  {
    id: "fold-values",
    label: "Fold or show the values on the nodes",
    group: "View",
    keys: ["H"],
    icon: EyeOff,
    isOnSelection: true,
    when: (tools) => selectedNodeIds(tools).length > 0,
    run: (tools) => togglePreviewSize(selectedNodeIds(tools), "folded"),
  },
  {
    id: "enlarge-values",
    label: "Keep the values open in full, or not",
    group: "View",
    keys: ["Shift+H"],
    icon: Maximize2,
    isOnSelection: true,
    when: (tools) => selectedNodeIds(tools).length > 0,
    run: (tools) => togglePreviewSize(selectedNodeIds(tools), "large"),
  },
];

export function selectedNodeIds({ editor }: EditorTools): string[] {
  const { graph, selection } = editor.getState();
  return [...selection].filter((id) => graph.nodes[id]);
}

function hasNodesSelected(tools: EditorTools): boolean {
  return hasSelection(tools) && selectedNodeIds(tools).length > 0;
}

function whyNotBypassed(tools: EditorTools): string | null {
  const { graph, library } = tools.editor.getState();
  const nodes = selectedNodeIds(tools).flatMap((id) => graph.nodes[id] ?? []);
  if (nodes.some(({ disabled }) => disabled === "bypass")) return null;
  const refusals = nodes.map((node) => bypassRefusal(library, node));
  return refusals.every((refusal) => refusal !== null) ? (refusals[0] ?? null) : null;
}

/** All of them, unless all are so already; those that cannot be bypassed stay as they are. */
function toggle(tools: EditorTools, wanted: true | "bypass"): void {
  const { graph, library, apply } = tools.editor.getState();
  const ids = selectedNodeIds(tools).filter((id) => {
    const node = graph.nodes[id]!; // it is one of the selected nodes of this graph
    return wanted === true || node.disabled === "bypass" || bypassRefusal(library, node) === null;
  });
  const disabled = ids.every((id) => graph.nodes[id]!.disabled === wanted) ? undefined : wanted;
  const patches = ids.map((nodeId) => updateNode(graph, { nodeId, changes: { disabled } }));
  const verb = wanted === true ? ["Mute", "Unmute"] : ["Bypass", "Take back in"];
  apply(patches.reduce(mergePatches, {}), { label: verb[disabled ? 0 : 1]! });
}
