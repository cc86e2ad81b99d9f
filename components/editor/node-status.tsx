"use client";
import { StatusGlyph } from "#components/ui/status-glyph";
import { waitingNode } from "#graph/reduce-run";
import type { CachedFrom } from "#graph/run-events";
import { useCanvas, useEditor, useIsInRun, useRun } from "./canvas-context.tsx";
import { FixButtons } from "./fix-buttons.tsx";
import { cachedSentence } from "../runs/reuse-words.ts";
import { useNow } from "../runs/use-now.ts";
import { formatDuration } from "../ui/format-duration.ts";
import { formatRelative } from "../ui/format-time.ts";
import { problemIndex } from "./problem-index.ts";
import { shownStatus, statusText } from "./run-words.ts";

/** The line at a node's foot: what keeps it from running, unless it takes part in a run that is under way; else its state in the run. */
export function NodeStatus({ id }: { id: string }) {
  const { editor, commands } = useCanvas();
  const isSelected = useEditor(({ selection }) => selection.has(id));
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
    return (
      <>
        <footer className="node-status" data-status={status} data-problem title={problem.message}>
          <StatusGlyph status={status} />
          <span>{problem.message}</span>
        </footer>
        {commands && isSelected && (
          <FixButtons fault={{ ...problem, nodeId: id }} fixesOf={commands.fixesFor} className="px-2 pb-2" />
        )}
      </>
    );
  }
  if (!node || !text) return null;
  const { progress, durationMs, cached } = node;
  return (
    <footer className="node-status" data-status={shownStatus(node)}>
      {node.status === "running" && progress && (
        <span className="node-progress">
          <i style={{ width: `${(progress.done / Math.max(progress.total, 1)) * 100}%` }} />
        </span>
      )}
      <StatusGlyph status={shownStatus(node)} />
      <span title={text}>{text}</span>
      {cached ? <CachedAge cached={cached} /> : durationMs !== undefined && <time>{formatDuration(durationMs)}</time>}
    </footer>
  );
}

/** How old a cached result is, in place of the time that the step took. */
function CachedAge({ cached }: { cached: CachedFrom }) {
  const now = useNow({ everyMs: 30_000, isTicking: true });
  if (now === null) return null;
  return (
    <time title={cachedSentence(cached, new Date(now))}>
      <span className="sr-only">Cached </span>
      {formatRelative(new Date(cached.at), new Date(now))}
    </time>
  );
}
