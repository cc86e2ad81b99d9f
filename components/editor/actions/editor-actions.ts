import { arrangeActions, placeActions } from "./arrange-actions.ts";
import { canvasActions } from "./canvas-actions.ts";
import { editActions } from "./edit-actions.ts";
import type { EditorAction } from "./editor-action.ts";
import { outlineActions } from "./outline-actions.ts";
import { pinActions } from "./pin-actions.ts";
import { runActions } from "./run-actions.ts";
import { selectActions } from "./select-actions.ts";
import { structureActions } from "./structure-actions.ts";
import { viewActions } from "./view-actions.ts";

/** All that one can do in the editor. Toolbar, menus, shortcuts, the command list and the `?` sheet all read this list. */
export const editorActions: readonly EditorAction[] = [
  ...runActions,
  ...pinActions,
  ...editActions,
  ...structureActions,
  ...selectActions,
  ...canvasActions,
  ...placeActions,
  ...arrangeActions,
  ...outlineActions,
  ...viewActions,
];

const byId = new Map(editorActions.map((action) => [action.id, action]));

export function actionOf(id: string): EditorAction {
  const action = byId.get(id);
  if (!action) throw new Error(`There is no editor action "${id}".`);
  return action;
}
