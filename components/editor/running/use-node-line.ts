import type { Problem } from "#graph/problems";
import { waitingNode } from "#graph/reduce-run";
import type { NodeRunState } from "#graph/run-events";
import type { Status } from "#components/ui/status-glyph";
import { useCanvas, useEditor, useIsInRun, useRun } from "../canvas/canvas-context.tsx";
import { problemIndex } from "../problems/problem-index.ts";
import { shownStatus, statusText } from "./run-words.ts";

/** How a node stands, in a line: a problem that keeps it from running, or its state in the run that is shown. */
export type NodeLine = { status: Status; text: string } & (
  { problem: Problem; node: null } | { problem: null; node: NodeRunState }
);

/** What keeps the node from running, unless it takes part in a run that is under way; else its state in the run. */
export function useNodeLine(id: string): NodeLine | null {
  const { editor } = useCanvas();
  const isInRun = useIsInRun(id);
  const isWaiting = useRun(({ run }) => run?.status === "running" || run?.status === "waiting") || !isInRun;
  const node = useRun(({ run }) => run?.nodes[id] ?? (isWaiting ? waitingNode : null));
  const text = useRun(({ run }) => {
    const shown = run?.nodes[id] ?? (isWaiting ? waitingNode : null);
    if (!run?.nodes[id] && !isInRun) return "Not part of this run";
    return run && shown && statusText(editor.getState(), id, shown, run.nodes);
  });
  const isOver = useRun(({ run }) => run?.finishedAt !== undefined);
  const problem = useEditor(({ problems }) => problemIndex(problems).byNode.get(id)?.[0]);
  if (problem && (!node || node.status === "waiting" || (isOver && problem.severity === "error"))) {
    const status = problem.severity === "error" ? "failed" : "warned";
    return { status, text: problem.message, problem, node: null };
  }
  return node && text ? { status: shownStatus(node), text, problem: null, node } : null;
}
