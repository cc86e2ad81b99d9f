import { CornerLeftUp, FoldVertical, FolderOpen, PackageOpen, PackagePlus, Shrink } from "lucide-react";
import { hasSelection, mayEdit } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import type { EditorTools } from "../editor-tools.ts";
import { withFolded } from "../structure/folded.ts";
import { fitFrame, selectedFrame, toggleFolded } from "../structure/frame-work.ts";
import { nodesInFrame } from "../structure/nodes-in-frame.ts";
import { backToParent, openChosenWorkflow } from "../structure/open-inner.ts";
import { chosenSubWorkflow, inlineChosen } from "../structure/structure-work.ts";

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
      return hasSelection(tools) && [...withFolded(graph, selection)].some((id) => graph.nodes[id]);
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
    id: "fold-frame",
    label: "Fold or unfold the frame",
    group: "Canvas",
    keys: ["Shift+F"],
    icon: FoldVertical,
    isOnSelection: true,
    when: (tools) => mayEdit(tools) && selectedFrame(tools.editor.getState()) !== null && whyNotFold(tools) === null,
    whyNot: whyNotFold,
    run: ({ editor }) => toggleFolded(editor, selectedFrame(editor.getState())!.id),
  },
  {
    id: "fit-frame",
    label: "Fit the frame to its nodes",
    group: "Canvas",
    keys: ["Shift+G"],
    icon: Shrink,
    isOnSelection: true,
    when: (tools) => {
      const frame = selectedFrame(tools.editor.getState());
      return mayEdit(tools) && frame !== null && !frame.folded && whyNotFold(tools) === null;
    },
    run: ({ editor }) => fitFrame(editor, selectedFrame(editor.getState())!),
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

function whyNotFold({ editor }: EditorTools): string | null {
  const { graph, library } = editor.getState();
  const frame = selectedFrame(editor.getState());
  if (!frame || nodesInFrame(graph, library, frame).length > 0) return null;
  return "There is nothing in this frame.";
}
