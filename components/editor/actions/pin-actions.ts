import { Eye, Pin, PinOff } from "lucide-react";
import { unpinPorts } from "#graph/commands/pin-ports";
import { cardOf } from "../nodes/card-of.ts";
import { hasOneNode } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import { selectedNode } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { shownValue } from "../running/shown-value.ts";

const chosen = (tools: EditorTools) => selectedNode(tools.editor.getState()) ?? "";

/** An action on the one chosen node that says why it cannot be done. */
function onNode(
  action: Omit<EditorAction, "when" | "isOnSelection"> & { whyNot: (tools: EditorTools) => string | null },
) {
  return {
    ...action,
    isOnSelection: true,
    when: (tools: EditorTools) => hasOneNode(tools) && action.whyNot(tools) === null,
    whyNot: (tools: EditorTools) => (hasOneNode(tools) ? action.whyNot(tools) : null),
  } satisfies EditorAction;
}

export const pinActions: readonly EditorAction[] = [
  onNode({
    id: "pin-output",
    label: "Pin output…",
    group: "Run",
    keys: ["Shift+P"],
    icon: Pin,
    whyNot(tools) {
      if (!tools.mayEdit) return "You may look at this workflow, not change it.";
      const { graph, library } = tools.editor.getState();
      const hasOutputs = (cardOf(graph, library, chosen(tools))?.outputs.length ?? 0) > 0;
      return hasOutputs ? null : "This node has no outputs.";
    },
    run: ({ ui }) => ui.setState({ dialog: "pins" }),
  }),
  onNode({
    id: "unpin",
    label: "Unpin",
    group: "Run",
    keys: ["Alt+P"],
    icon: PinOff,
    whyNot(tools) {
      if (!tools.mayEdit) return "You may look at this workflow, not change it.";
      return tools.editor.getState().graph.nodes[chosen(tools)]?.pins ? null : "Nothing is pinned here.";
    },
    run(tools) {
      const { graph, apply } = tools.editor.getState();
      apply(unpinPorts(graph, { nodeId: chosen(tools) }), { label: "Unpin" });
    },
  }),
  onNode({
    id: "view-values",
    label: "View values",
    group: "Run",
    keys: ["V"],
    icon: Eye,
    whyNot(tools) {
      const { graph, library } = tools.editor.getState();
      const nodeId = chosen(tools);
      const card = cardOf(graph, library, nodeId);
      const nodes = tools.runs.getState().run?.nodes ?? {};
      if (card && shownValue(graph, nodes, { card, nodeId })) return null;
      return "No values yet: run up to here first.";
    },
    run({ ui }) {
      ui.setState({ isInspectorOpen: true });
      requestAnimationFrame(() => {
        const values = document.querySelector<HTMLElement>("[data-last-values]");
        values?.scrollIntoView({ block: "nearest" });
        values?.focus();
      });
    },
  }),
];
