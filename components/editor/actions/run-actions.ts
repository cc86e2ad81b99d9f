import { CircleDot, CircleQuestionMark, Play, Redo, RefreshCw, Square, StepForward } from "lucide-react";
import { findProblems } from "#graph/find-problems";
import { partProblems } from "#graph/part-problems";
import { isPinnedWhole, placesInRun, wholePart } from "#graph/run-part";
import type { RunPart } from "#graph/run-part";
import { secretProblems } from "#graph/secret-problems";
import { portWordsOf } from "../../runs/port-words.ts";
import { reuseSentence } from "../../runs/reuse-words.ts";
import { cardOf } from "../nodes/card-of.ts";
import { hasOneNode, isRunning } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import { selectedNode } from "../editor-store.ts";
import { standingWord } from "../running/run-words.ts";
import type { EditorTools } from "../editor-tools.ts";

type PartKind = Exclude<RunPart["kind"], "all">;

function runPart(kind: PartKind, rest: Pick<EditorAction, "id" | "label" | "keys" | "icon">): EditorAction {
  return {
    ...rest,
    group: "Run",
    isOnSelection: true,
    when: (tools) => hasOneNode(tools) && whyNot(tools, kind) === null,
    whyNot: (tools) => (hasOneNode(tools) ? whyNot(tools, kind) : null),
    run(tools) {
      const node = selectedNode(tools.editor.getState());
      if (node) void tools.startRun({ kind, node });
    },
  };
}

export const runActions: readonly EditorAction[] = [
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
    id: "run-fresh",
    label: "Run without the cache",
    group: "Run",
    keys: ["Mod+Shift+Enter"],
    icon: RefreshCw,
    worksWhileTyping: true,
    when: (tools) => tools.mayRun && !isRunning(tools),
    run: (tools) => void tools.startRun(wholePart, { noCache: true }),
  },
  runPart("to", { id: "run-to", label: "Run to here", keys: ["Shift+Enter"], icon: StepForward }),
  runPart("from", { id: "run-from", label: "Run from here", keys: ["Alt+Enter"], icon: Redo }),
  runPart("only", { id: "run-only", label: "Run this node alone", keys: ["Alt+Shift+Enter"], icon: CircleDot }),
  {
    id: "why-ran",
    label: "Why did this run?",
    group: "Run",
    keys: [],
    icon: CircleQuestionMark,
    isOnSelection: true,
    when: (tools) => hasOneNode(tools) && whyRan(tools) !== null,
    run(tools) {
      const said = whyRan(tools);
      if (said) tools.tell(said);
    },
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

/** Why the chosen node ran in the run that is shown, or where its result is from. */
function whyRan({ editor, runs }: EditorTools): { title: string; description: string } | null {
  const state = editor.getState();
  const nodeId = selectedNode(state) ?? "";
  const node = runs.getState().run?.nodes[nodeId];
  const card = cardOf(state.graph, state.library, nodeId);
  const description = node && card && reuseSentence(node, portWordsOf(card), new Date());
  return description ? { title: card.title, description } : null;
}

/** What keeps the part of the workflow that begins or ends at the chosen node from running. */
function whyNot(tools: EditorTools, kind: PartKind): string | null {
  if (!tools.mayRun) return "You may look at this workflow, not run it.";
  if (isRunning(tools)) return "A run is under way.";
  const { graph, library } = tools.editor.getState();
  const node = selectedNode(tools.editor.getState()) ?? "";
  const standing = graph.nodes[node]?.disabled;
  if (kind === "only" && standing) return `The node is ${standingWord(standing).toLowerCase()}.`;
  if (kind === "only" && isPinnedWhole(graph, node)) return "Its outputs are pinned.";
  const hasRun = tools.runs.getState().runId !== null;
  const part: RunPart = { kind, node };
  // Which values earlier runs have, the server knows; without any run there are none.
  const problem = problemsOfPart(tools, part, hasRun)[0];
  if (!problem) return null;
  const title = problem.nodeId && problem.code !== "no-earlier-value" && cardOf(graph, library, problem.nodeId)?.title;
  return title ? `${title}: ${problem.message}` : problem.message;
}

/** The errors of what a part covers, as far as they can be seen here. */
export function problemsOfPart({ editor }: Pick<EditorTools, "editor">, part: RunPart, hasEarlier = true) {
  const { graph, library, subGraphs, secretNames } = editor.getState();
  const secrets = secretNames ? secretProblems(graph, { names: secretNames, library }) : [];
  if (part.kind === "all" && Object.values(graph.nodes).every(({ pins }) => !pins)) {
    return [...findProblems(graph, library, subGraphs).filter(({ severity }) => severity === "error"), ...secrets];
  }
  const places = placesInRun(graph, part, () => hasEarlier);
  const ofRunning = secrets.filter(({ nodeId }) => nodeId !== undefined && places.runs.has(nodeId));
  return [...partProblems(graph, library, { part, places, subGraphs }), ...ofRunning];
}
