import { CornerLeftUp, FolderOpen, PackageOpen, PackagePlus } from "lucide-react";
import { hasSelection, mayEdit } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import { backToParent, openChosenWorkflow } from "./open-inner.ts";
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
  {
    id: "open-workflow",
    label: "Open its workflow",
    group: "View",
    keys: ["Alt+ArrowDown"],
    icon: FolderOpen,
    isOnSelection: true,
    when: (tools) => chosenSubWorkflow(tools.editor.getState()) !== null,
    run: openChosenWorkflow,
  },
  {
    id: "back-to-parent",
    label: "Back to where it is run",
    group: "View",
    keys: ["Alt+ArrowUp"],
    icon: CornerLeftUp,
    when: ({ path }) => path.crumbs.length > 0,
    run: backToParent,
  },
];
