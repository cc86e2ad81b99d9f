import { Cable, ClipboardPaste, Copy, CopyPlus, Pencil, Redo2, Scissors, Trash2, Undo2 } from "lucide-react";
import { duplicateRecords } from "#graph/commands/duplicate-records";
import { removeRecords } from "#graph/commands/remove-records";
import { announce } from "../../ui/toast-store.ts";
import { copyToClipboard, pasteFromClipboard } from "../clipboard/clipboard.ts";
import { copyAsActions } from "./copy-as-actions.ts";
import { hasSelection, mayEdit } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import type { EditorTools } from "../editor-tools.ts";
import { newId } from "../new-id.ts";
import { backToParent } from "../structure/open-inner.ts";
import { recordIds } from "../clipboard/paste-records.ts";
import { rewireActions } from "./rewire-actions.ts";
import { removeAndJoin } from "../wires/rewire-work.ts";
import { selectedNodeIds, standingActions } from "./standing-actions.ts";

export const editActions: readonly EditorAction[] = [
  {
    id: "undo",
    label: "Undo",
    group: "Edit",
    keys: ["Mod+Z"],
    icon: Undo2,
    when: ({ editor, mayEdit }) => mayEdit && editor.getState().past.length > 0,
    run({ editor }) {
      const { past, undo } = editor.getState();
      undo();
      announce(`Undone: ${past.at(-1)?.label}.`);
    },
  },
  {
    id: "redo",
    label: "Redo",
    group: "Edit",
    keys: ["Mod+Shift+Z", "Mod+Y"],
    icon: Redo2,
    when: ({ editor, mayEdit }) => mayEdit && editor.getState().future.length > 0,
    run({ editor }) {
      const { future, redo } = editor.getState();
      redo();
      announce(`Done again: ${future.at(-1)?.label}.`);
    },
  },
  ...rewireActions,
  {
    id: "rename",
    label: "Rename",
    group: "Edit",
    keys: ["F2"],
    icon: Pencil,
    isOnSelection: true,
    when: (tools) => hasSelection(tools) && tools.editor.getState().selection.size === 1,
    run({ editor }) {
      const [id] = editor.getState().selection;
      if (id && !editor.getState().graph.edges[id]) editor.getState().setRenaming(id);
    },
  },
  {
    id: "duplicate",
    label: "Duplicate",
    group: "Edit",
    keys: ["Mod+D"],
    icon: CopyPlus,
    isOnSelection: true,
    when: hasSelection,
    run({ editor }) {
      const { graph, selection, apply } = editor.getState();
      const { patch, ids } = duplicateRecords(graph, {
        ids: recordIds(graph, selection),
        newId,
        offset: { x: 40, y: 40 },
      });
      const canvasIds = [...selection].flatMap((id) => {
        const copy = ids.get(id.replace(/^(note|frame):/, ""));
        return copy ? [id.replace(/[^:]+$/, copy)] : [];
      });
      apply(patch, { label: "Duplicate", select: canvasIds });
    },
  },
  ...standingActions,
  {
    id: "cut",
    label: "Cut",
    group: "Edit",
    keys: ["Mod+X"],
    icon: Scissors,
    isNativeKey: true,
    isOnSelection: true,
    when: hasSelection,
    run: (tools) => void copyToClipboard(tools).then((isCopied) => isCopied && removeSelected(tools, "Cut")),
  },
  {
    id: "copy",
    label: "Copy",
    group: "Edit",
    keys: ["Mod+C"],
    icon: Copy,
    isNativeKey: true,
    isOnSelection: true,
    when: ({ editor }) => editor.getState().selection.size > 0,
    run: (tools) => void copyToClipboard(tools),
  },
  ...copyAsActions,
  {
    id: "paste",
    label: "Paste",
    group: "Edit",
    keys: ["Mod+V"],
    icon: ClipboardPaste,
    isNativeKey: true,
    when: mayEdit,
    run: (tools) => void pasteFromClipboard(tools),
  },
  {
    id: "paste-linked",
    label: "Paste with the wires from outside",
    group: "Edit",
    keys: ["Mod+Shift+V"],
    icon: ClipboardPaste,
    when: mayEdit,
    run: (tools) => void pasteFromClipboard(tools, { isLinked: true }),
  },
  {
    id: "delete",
    label: "Delete",
    group: "Edit",
    keys: ["Delete", "Backspace"],
    icon: Trash2,
    isOnSelection: true,
    when: hasSelection,
    run: (tools) => removeSelected(tools, "Delete"),
  },
  {
    id: "delete-and-join",
    label: "Delete and join the wires",
    group: "Edit",
    keys: ["Shift+Delete", "Mod+Backspace"],
    icon: Cable,
    isOnSelection: true,
    when: (tools) => hasSelection(tools) && selectedNodeIds(tools).length > 0,
    run: removeAndJoin,
  },
  {
    id: "select-all",
    label: "Select everything",
    group: "Edit",
    keys: ["Mod+A"],
    run({ editor }) {
      const { graph, select } = editor.getState();
      const notes = Object.keys(graph.notes).map((id) => `note:${id}`);
      const frames = Object.keys(graph.groups).map((id) => `frame:${id}`);
      select([...Object.keys(graph.nodes), ...notes, ...frames]);
    },
  },
  {
    id: "escape",
    label: "Select nothing; again: back to where the workflow is run",
    group: "Edit",
    keys: ["Escape"],
    run(tools) {
      const { connecting, setConnecting, select, selection } = tools.editor.getState();
      if (connecting) setConnecting(null);
      else if (selection.size > 0) select([]);
      else backToParent(tools);
    },
  },
];

function removeSelected({ editor }: EditorTools, label: string): void {
  const { graph, selection, apply } = editor.getState();
  apply(removeRecords(graph, recordIds(graph, selection)), { label });
}
