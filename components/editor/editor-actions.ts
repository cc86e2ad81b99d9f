import {
  ClipboardPaste,
  Command,
  Copy,
  CopyPlus,
  Download,
  Frame,
  Keyboard,
  Maximize,
  Pencil,
  Play,
  Power,
  Redo2,
  Save,
  Scissors,
  Search,
  Square,
  StickyNote,
  Trash2,
  TriangleAlert,
  Undo2,
  Workflow,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { duplicateRecords } from "#graph/commands/duplicate-records";
import { moveRecords } from "#graph/commands/move-records";
import { removeRecords } from "#graph/commands/remove-records";
import { updateNode } from "#graph/commands/update-records";
import { mergePatches } from "./merge-patches.ts";
import { addFrame, addNoteAt, goToNode, NUDGE } from "./canvas-work.ts";
import { copyToClipboard, pasteFromClipboard } from "./clipboard.ts";
import { selectedNode } from "./editor-store.ts";
import type { EditorTools } from "./editor-tools.ts";
import { neighbourOf } from "./neighbours.ts";
import type { Direction } from "./neighbours.ts";
import { newId } from "./new-id.ts";
import { recordIds } from "./paste-records.ts";
import { goToRegion } from "./regions.ts";
import { tidyGraph } from "./tidy-graph.ts";
import { boxOf } from "./wire-planner.ts";

export type ActionGroup = "Run" | "Edit" | "Canvas" | "View" | "Workflow";

/** Something one can do in the editor. Toolbar, menus, shortcuts, the command list and the `?` sheet all read this list. */
export type EditorAction = {
  id: string;
  label: string;
  group: ActionGroup;
  keys: readonly string[];
  icon?: LucideIcon;
  /** Shown in the menu of a selection. */
  isOnSelection?: boolean;
  /** Keys that work while one types, too. */
  worksWhileTyping?: boolean;
  /** The browser's own event does it (copy, paste), so the key is only shown. */
  isNativeKey?: boolean;
  /** Whether it can be done now. */
  when?: (tools: EditorTools) => boolean;
  run: (tools: EditorTools) => void;
};

const mayEdit = ({ mayEdit }: EditorTools) => mayEdit;
const hasSelection = ({ editor, mayEdit }: EditorTools) => mayEdit && editor.getState().selection.size > 0;
const hasOneNode = ({ editor }: EditorTools) => selectedNode(editor.getState()) !== null;
const isRunning = ({ runs }: EditorTools) => ["queued", "running"].includes(runs.getState().run?.status ?? "");

export const editorActions: readonly EditorAction[] = [
  {
    id: "run",
    label: "Run",
    group: "Run",
    keys: ["Mod+Enter"],
    icon: Play,
    worksWhileTyping: true,
    when: (tools) => tools.mayRun && !isRunning(tools),
    run: (tools) => void tools.startRun(),
  },
  {
    id: "cancel-run",
    label: "Cancel the run",
    group: "Run",
    keys: ["Mod+."],
    icon: Square,
    worksWhileTyping: true,
    when: (tools) => tools.mayRun && isRunning(tools),
    run: (tools) => void tools.cancelRun(),
  },
  {
    id: "undo",
    label: "Undo",
    group: "Edit",
    keys: ["Mod+Z"],
    icon: Undo2,
    when: ({ editor, mayEdit }) => mayEdit && editor.getState().past.length > 0,
    run: ({ editor }) => editor.getState().undo(),
  },
  {
    id: "redo",
    label: "Redo",
    group: "Edit",
    keys: ["Mod+Shift+Z", "Mod+Y"],
    icon: Redo2,
    when: ({ editor, mayEdit }) => mayEdit && editor.getState().future.length > 0,
    run: ({ editor }) => editor.getState().redo(),
  },
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
      const { patch, ids } = duplicateRecords(graph, { ids: recordIds(selection), newId, offset: { x: 40, y: 40 } });
      const canvasIds = [...selection].flatMap((id) => {
        const copy = ids.get(id.replace(/^(note|frame):/, ""));
        return copy ? [id.replace(/[^:]+$/, copy)] : [];
      });
      apply(patch, { label: "Duplicate", select: canvasIds });
    },
  },
  {
    id: "toggle-disabled",
    label: "Turn off or on",
    group: "Edit",
    keys: ["D"],
    icon: Power,
    isOnSelection: true,
    when: (tools) => hasSelection(tools) && selectedNodeIds(tools).length > 0,
    run(tools) {
      const { graph, apply } = tools.editor.getState();
      const ids = selectedNodeIds(tools);
      const disabled = ids.every((id) => graph.nodes[id]?.disabled) ? undefined : (true as const);
      const patches = ids.map((nodeId) => updateNode(graph, { nodeId, changes: { disabled } }));
      apply(patches.reduce(mergePatches, {}), { label: disabled ? "Turn off" : "Turn on" });
    },
  },
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
    label: "Select nothing",
    group: "Edit",
    keys: ["Escape"],
    run({ editor }) {
      const { connecting, setConnecting, select } = editor.getState();
      if (connecting) setConnecting(null);
      else select([]);
    },
  },
  {
    id: "find-node",
    label: "Add a node",
    group: "Canvas",
    keys: ["/"],
    icon: Search,
    when: mayEdit,
    run({ ui }) {
      ui.setState({ isPaletteOpen: true });
      requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-palette-search]")?.focus());
    },
  },
  {
    id: "add-note",
    label: "Add a note",
    group: "Canvas",
    keys: ["N"],
    icon: StickyNote,
    when: mayEdit,
    run: (tools) => addNoteAt(tools),
  },
  { id: "add-frame", label: "Add a frame", group: "Canvas", keys: ["F"], icon: Frame, when: mayEdit, run: addFrame },
  {
    id: "tidy",
    label: "Tidy up",
    group: "Canvas",
    keys: ["Shift+T"],
    icon: Workflow,
    when: (tools) => mayEdit(tools) && Object.keys(tools.editor.getState().graph.nodes).length > 1,
    run({ editor, flow }) {
      const { graph, apply } = editor.getState();
      const boxes = new Map(flow.getNodes().map((node) => [node.id, boxOf(node)]));
      const positions = tidyGraph(graph, (id) => boxes.get(id) ?? { width: 172, height: 120 });
      apply(moveRecords(graph, positions), { label: "Tidy up" });
      requestAnimationFrame(() => void flow.fitView({ duration: 240, padding: 0.08, maxZoom: 1 }));
    },
  },
  ...(["right", "left", "up", "down"] as const).map((direction) => walk(direction)),
  ...(["right", "left", "up", "down"] as const).map((direction) => nudge(direction)),
  {
    id: "next-region",
    label: "Go to the next region",
    group: "View",
    keys: ["F6"],
    worksWhileTyping: true,
    run: () => goToRegion(1),
  },
  {
    id: "previous-region",
    label: "Go to the region before",
    group: "View",
    keys: ["Shift+F6"],
    worksWhileTyping: true,
    run: () => goToRegion(-1),
  },
  {
    id: "fit",
    label: "Fit the view",
    group: "View",
    keys: ["Shift+1"],
    icon: Maximize,
    run: ({ flow }) => void flow.fitView({ duration: 240, padding: 0.08, maxZoom: 1 }),
  },
  {
    id: "zoom-in",
    label: "Zoom in",
    group: "View",
    keys: ["+", "="],
    icon: ZoomIn,
    run: ({ flow }) => void flow.zoomIn({ duration: 140 }),
  },
  {
    id: "zoom-out",
    label: "Zoom out",
    group: "View",
    keys: ["-"],
    icon: ZoomOut,
    run: ({ flow }) => void flow.zoomOut({ duration: 140 }),
  },
  {
    id: "zoom-100",
    label: "Zoom to 100 %",
    group: "View",
    keys: ["Shift+0"],
    run: ({ flow }) => void flow.zoomTo(1, { duration: 140 }),
  },
  {
    id: "problems",
    label: "Show the problems",
    group: "View",
    keys: ["P"],
    icon: TriangleAlert,
    run: ({ ui }) => ui.setState(({ areProblemsOpen }) => ({ areProblemsOpen: !areProblemsOpen })),
  },
  {
    id: "commands",
    label: "Find or do anything",
    group: "View",
    keys: ["Mod+K"],
    icon: Command,
    worksWhileTyping: true,
    run: ({ ui }) => ui.setState({ dialog: "commands" }),
  },
  {
    id: "shortcuts",
    label: "Show all keys",
    group: "View",
    keys: ["?"],
    icon: Keyboard,
    run: ({ ui }) => ui.setState({ dialog: "shortcuts" }),
  },
  {
    id: "save",
    label: "Save now",
    group: "Workflow",
    keys: ["Mod+S"],
    icon: Save,
    worksWhileTyping: true,
    when: mayEdit,
    run: (tools) => void tools.saveNow(),
  },
  {
    id: "rename-workflow",
    label: "Rename the workflow",
    group: "Workflow",
    keys: [],
    icon: Pencil,
    when: mayEdit,
    run: (tools) => tools.renameWorkflow(),
  },
  {
    id: "download",
    label: "Download as a file",
    group: "Workflow",
    keys: [],
    icon: Download,
    run: (tools) => void tools.downloadFile(),
  },
];

const byId = new Map(editorActions.map((action) => [action.id, action]));

export function actionOf(id: string): EditorAction {
  const action = byId.get(id);
  if (!action) throw new Error(`There is no editor action "${id}".`);
  return action;
}

function selectedNodeIds({ editor }: EditorTools): string[] {
  const { graph, selection } = editor.getState();
  return [...selection].filter((id) => graph.nodes[id]);
}

function removeSelected({ editor }: EditorTools, label: string): void {
  const { graph, selection, apply } = editor.getState();
  apply(removeRecords(graph, recordIds(selection)), { label });
}

const arrows: Record<Direction, { key: string; words: string; by: { x: number; y: number } }> = {
  right: { key: "ArrowRight", words: "right", by: { x: NUDGE, y: 0 } },
  left: { key: "ArrowLeft", words: "left", by: { x: -NUDGE, y: 0 } },
  up: { key: "ArrowUp", words: "above", by: { x: 0, y: -NUDGE } },
  down: { key: "ArrowDown", words: "below", by: { x: 0, y: NUDGE } },
};

function walk(direction: Direction): EditorAction {
  const { key, words } = arrows[direction];
  const along =
    direction === "right"
      ? "Along the wire to the right"
      : direction === "left"
        ? "Along the wire to the left"
        : `To the node ${words}`;
  return {
    id: `walk-${direction}`,
    label: along,
    group: "Canvas",
    keys: [key],
    when: hasOneNode,
    run(tools) {
      const state = tools.editor.getState();
      const next = neighbourOf(state.graph, selectedNode(state) ?? "", direction);
      if (next) goToNode(tools, next);
    },
  };
}

function nudge(direction: Direction): EditorAction {
  const { key, by } = arrows[direction];
  return {
    id: `nudge-${direction}`,
    label: `Move ${direction}`,
    group: "Canvas",
    keys: [`Shift+${key}`],
    when: hasSelection,
    run({ editor }) {
      const { graph, selection, apply } = editor.getState();
      const records = { ...graph.nodes, ...graph.notes, ...graph.groups };
      const positions = recordIds(selection).flatMap((id) => {
        const position = records[id]?.position;
        return position ? [[id, { x: position.x + by.x, y: position.y + by.y }] as const] : [];
      });
      apply(moveRecords(graph, Object.fromEntries(positions)), {
        label: "Move",
        mergeKey: `nudge.${recordIds(selection).join()}`,
      });
    },
  };
}
