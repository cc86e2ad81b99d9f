import { Play, Square } from "lucide-react";
import { canvasActions } from "./canvas-actions.ts";
import { editActions } from "./edit-actions.ts";
import { isRunning } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import { viewActions } from "./view-actions.ts";

const runActions: readonly EditorAction[] = [
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
];

/** All that one can do in the editor. Toolbar, menus, shortcuts, the command list and the `?` sheet all read this list. */
export const editorActions: readonly EditorAction[] = [...runActions, ...editActions, ...canvasActions, ...viewActions];

const byId = new Map(editorActions.map((action) => [action.id, action]));

export function actionOf(id: string): EditorAction {
  const action = byId.get(id);
  if (!action) throw new Error(`There is no editor action "${id}".`);
  return action;
}
