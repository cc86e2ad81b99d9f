import { PackageOpen, PackagePlus } from "lucide-react";
import { hasSelection, mayEdit } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import { chosenSubWorkflow, inlineChosen } from "./structure-work.ts";

export const structureActions: readonly EditorAction[] = [
  {
    id: "extract-workflow",
    label: "Extract to a workflow…",
    group: "Edit",
    keys: ["Alt+X"],
    icon: PackagePlus,
    isOnSelection: true,
    when: (tools) => {
      const { graph, selection } = tools.editor.getState();
      return hasSelection(tools) && [...selection].some((id) => graph.nodes[id]);
    },
    run: ({ ui }) => ui.setState({ dialog: "extract" }),
  },
  {
    id: "inline-workflow",
    label: "Put its workflow's nodes here",
    group: "Edit",
    keys: ["Alt+Shift+X"],
    icon: PackageOpen,
    isOnSelection: true,
    when: (tools) => mayEdit(tools) && chosenSubWorkflow(tools.editor.getState()) !== null,
    run: inlineChosen,
  },
];
