import { Play, Square, StepForward } from "lucide-react";
import { canvasActions } from "./canvas-actions.ts";
import { cardOf } from "./card-of.ts";
import { editActions } from "./edit-actions.ts";
import { findProblems } from "#graph/find-problems";
import { partUpTo } from "#graph/part-up-to";
import { hasOneNode, isRunning } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import { selectedNode } from "./editor-store.ts";
import type { EditorTools } from "./editor-tools.ts";
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
    id: "run-to",
    label: "Run to here",
    group: "Run",
    keys: ["Shift+Enter"],
    icon: StepForward,
    isOnSelection: true,
    when: (tools) => hasOneNode(tools) && whyNotToHere(tools) === null,
    whyNot: (tools) => (hasOneNode(tools) ? whyNotToHere(tools) : null),
    run: (tools) => void tools.startRun(selectedNode(tools.editor.getState()) ?? undefined),
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

/** What keeps the chosen node and what it depends on from running. */
function whyNotToHere(tools: EditorTools): string | null {
  if (!tools.mayRun) return "You may look at this workflow, not run it.";
  if (isRunning(tools)) return "A run is under way.";
  const state = tools.editor.getState();
  const part = partUpTo(state.graph, selectedNode(state) ?? "");
  const problem = findProblems(part, state.library).find(({ severity }) => severity === "error");
  if (!problem) return null;
  const title = problem.nodeId && cardOf(state.graph, state.library, problem.nodeId)?.title;
  return title ? `${title}: ${problem.message}` : problem.message;
}

/** All that one can do in the editor. Toolbar, menus, shortcuts, the command list and the `?` sheet all read this list. */
export const editorActions: readonly EditorAction[] = [...runActions, ...editActions, ...canvasActions, ...viewActions];

const byId = new Map(editorActions.map((action) => [action.id, action]));

export function actionOf(id: string): EditorAction {
  const action = byId.get(id);
  if (!action) throw new Error(`There is no editor action "${id}".`);
  return action;
}
