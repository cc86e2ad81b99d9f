import { History, Workflow } from "lucide-react";
import { addNodeOfType, goToNode } from "../canvas/canvas-work.ts";
import { editorActions } from "./editor-actions.ts";
import type { EditorTools } from "../editor-tools.ts";
import { keysOf } from "../keys/key-choices.ts";
import { isMacPlatform, keysText } from "../keys/keys.ts";
import { NodeIcon } from "../nodes/node-icon.tsx";
import { searchGraph } from "../finding/search-graph.ts";
import { searchNodes } from "../adding/search-nodes.ts";

export type CommandEntry = {
  key: string;
  label: string;
  hint: string;
  keys?: string;
  icon?: React.ReactNode;
  run: () => void;
};

/** What of the workspace can be gone to from the editor. */
export type Places = {
  workflows: readonly { id: string; title: string }[];
  /** Of this workflow, the newest first. */
  runs: readonly { id: string; number: number; status: string }[];
  goTo: (path: string) => void;
};

const MAX_ENTRIES = 40;
const MAX_OF_A_KIND = 12;

/** Actions, nodes of the graph, runs and workflows to go to, and node types to add, in this order. */
export function commandEntries(
  tools: EditorTools,
  { query, places }: { query: string; places: Places },
): CommandEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const entries = actionsThatMatch(tools, words);
  if (words.length === 0) return entries.slice(0, MAX_ENTRIES);
  return [
    ...entries,
    ...nodesThatMatch(tools, query).slice(0, MAX_OF_A_KIND),
    ...runsThatMatch(places, words).slice(0, MAX_OF_A_KIND),
    ...workflowsThatMatch(tools, { words, places }).slice(0, MAX_OF_A_KIND),
    ...typesThatMatch(tools, query),
  ].slice(0, MAX_ENTRIES);
}

function holdsAll(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}

function actionsThatMatch(tools: EditorTools, words: readonly string[]): CommandEntry[] {
  const isMac = isMacPlatform();
  return editorActions
    .filter(
      ({ id, label, when }) =>
        !/^(walk|nudge|escape|commands)/.test(id) && holdsAll(label, words) && (when?.(tools) ?? true),
    )
    .map((action): CommandEntry => {
      const { id, label, icon: Glyph, run } = action;
      const [chord] = keysOf(action);
      return {
        key: id,
        label,
        hint: "",
        ...(chord && { keys: keysText(chord, isMac) }),
        ...(Glyph && { icon: <Glyph size={14} aria-hidden /> }),
        run: () => run(tools),
      };
    });
}

function nodesThatMatch(tools: EditorTools, query: string): CommandEntry[] {
  const { graph, library } = tools.editor.getState();
  return searchGraph(graph, library, query).map(({ nodeId, title, icon, where }) => ({
    key: `go-${nodeId}`,
    label: title,
    hint: where ?? "Go to node",
    icon: <NodeIcon name={icon} />,
    run: () => goToNode(tools, nodeId),
  }));
}

function runsThatMatch({ runs, goTo }: Places, words: readonly string[]): CommandEntry[] {
  return runs
    .filter(({ number, status }) => holdsAll(`run ${number} ${status}`, words))
    .map(({ id, number, status }) => ({
      key: `run-${id}`,
      label: `Run ${number}`,
      hint: status,
      icon: <History size={14} aria-hidden />,
      run: () => goTo(`/runs/${id}`),
    }));
}

function workflowsThatMatch(
  { workflowId }: EditorTools,
  { words, places: { workflows, goTo } }: { words: readonly string[]; places: Places },
): CommandEntry[] {
  return workflows
    .filter(({ id, title }) => id !== workflowId && holdsAll(`${title} workflow`, words))
    .map(({ id, title }) => ({
      key: `workflow-${id}`,
      label: title,
      hint: "Open workflow",
      icon: <Workflow size={14} aria-hidden />,
      run: () => goTo(`/workflows/${id}`),
    }));
}

function typesThatMatch(tools: EditorTools, query: string): CommandEntry[] {
  if (!tools.mayEdit) return [];
  return searchNodes(tools.editor.getState().library, query).map((definition) => ({
    key: `add-${definition.type}`,
    label: definition.title,
    hint: "Add node",
    icon: <NodeIcon name={definition.icon} />,
    run: () => addNodeOfType(tools, definition),
  }));
}
