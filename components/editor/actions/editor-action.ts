import type { LucideIcon } from "lucide-react";
import { selectedEdge, selectedNode } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";

export type ActionGroup = "Run" | "Edit" | "Canvas" | "View" | "Workflow";

/** Something one can do in the editor, with its words, its keys and when it can be done. */
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
  /** Why it cannot be done now, where a person would not see it; shown in the menu, and said when its key is pressed. */
  whyNot?: (tools: EditorTools) => string | null;
  run: (tools: EditorTools) => void;
};

export const mayEdit = ({ mayEdit }: EditorTools) => mayEdit;
export const hasSelection = ({ editor, mayEdit }: EditorTools) => mayEdit && editor.getState().selection.size > 0;
export const hasNodes = ({ editor }: EditorTools) => Object.keys(editor.getState().graph.nodes).length > 0;
export const hasOneNode = ({ editor }: EditorTools) => selectedNode(editor.getState()) !== null;
export const hasOneEdge = ({ editor }: EditorTools) => selectedEdge(editor.getState()) !== null;
export const isRunning = ({ runs }: EditorTools) =>
  ["queued", "running", "waiting"].includes(runs.getState().run?.status ?? "");
