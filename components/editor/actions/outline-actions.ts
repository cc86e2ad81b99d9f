import { ChevronsDownUp, ChevronsUpDown, ListPlus, ListTree } from "lucide-react";
import { announce } from "../../ui/toast-store.ts";
import { openNodesFor } from "../canvas/open-nodes.ts";
import { selectedNode } from "../editor-store.ts";
import type { PortEnd } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { cardOf } from "../nodes/card-of.ts";
import { portOnScreen } from "../nodes/port-on-screen.ts";
import { portAtRow } from "../outline/outline-work.ts";
import { hasNodes, mayEdit } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";

export const outlineActions: readonly EditorAction[] = [
  {
    id: "toggle-outline",
    label: "Outline, or the canvas",
    group: "View",
    keys: ["Shift+O"],
    icon: ListTree,
    run(tools) {
      const isOutline = tools.ui.getState().view === "outline";
      tools.showView(isOutline ? "canvas" : "outline");
      announce(isOutline ? "The canvas is shown." : "The outline is shown.");
    },
  },
  {
    id: "add-after",
    label: "Add a node after this one…",
    group: "Edit",
    keys: ["Shift+A"],
    icon: ListPlus,
    isOnSelection: true,
    when: (tools) => mayEdit(tools) && endToGoOnFrom(tools) !== null,
    run(tools) {
      const end = endToGoOnFrom(tools);
      if (end) openNodesFor(tools, { kind: "wire", end }, portOnScreen(end));
    },
  },
  {
    id: "open-outline-rows",
    label: "Open all rows of the outline",
    group: "View",
    keys: [],
    icon: ChevronsUpDown,
    when: (tools) => hasNodes(tools) && isOutline(tools),
    run: ({ editor, ui }) => ui.setState({ outlineToggled: new Set(Object.keys(editor.getState().graph.nodes)) }),
  },
  {
    id: "close-outline-rows",
    label: "Close all nodes of the outline",
    group: "View",
    keys: [],
    icon: ChevronsDownUp,
    when: (tools) => hasNodes(tools) && isOutline(tools),
    run: ({ ui }) => ui.setState({ outlineToggled: new Set() }),
  },
];

function isOutline({ ui }: EditorTools): boolean {
  return ui.getState().view === "outline";
}

/** The output whose row one is at, else the first of the chosen node. */
function endToGoOnFrom(tools: EditorTools): PortEnd | null {
  const state = tools.editor.getState();
  const nodeId = selectedNode(state);
  if (nodeId === null) return null;
  const at = portAtRow(tools, nodeId);
  if (at?.side === "output") return at;
  const [first] = cardOf(state.graph, state.library, nodeId)?.outputs ?? [];
  return first ? { node: nodeId, port: first[0], side: "output" } : null;
}
