"use client";
import { StatusGlyph } from "#components/ui/status-glyph";
import type { CachedFrom } from "#graph/run-events";
import { useCanvas, useEditor } from "../canvas/canvas-context.tsx";
import { FixButtons } from "../problems/fix-buttons.tsx";
import { cachedSentence } from "../../runs/reuse-words.ts";
import { useNow } from "../../runs/use-now.ts";
import { formatDuration } from "../../ui/format-duration.ts";
import { formatRelative } from "../../ui/format-time.ts";
import { useNodeLine } from "../running/use-node-line.ts";

/** The line at a node's foot: what keeps it from running, unless it takes part in a run that is under way; else its state in the run. */
export function NodeStatus({ id }: { id: string }) {
  const { commands } = useCanvas();
  const isSelected = useEditor(({ selection }) => selection.has(id));
  const line = useNodeLine(id);
  if (!line) return null;
  const { status, text, problem, node } = line;
  if (problem) {
    return (
      <>
        <footer className="node-status" data-status={status} data-problem title={text}>
          <StatusGlyph status={status} />
          <span>{text}</span>
        </footer>
        {commands && isSelected && (
          <FixButtons fault={{ ...problem, nodeId: id }} fixesOf={commands.fixesFor} className="px-2 pb-2" />
        )}
      </>
    );
  }
  const { progress, durationMs, cached } = node;
  return (
    <footer className="node-status" data-status={status}>
      {node.status === "running" && progress && (
        <span className="node-progress">
          <i style={{ width: `${(progress.done / Math.max(progress.total, 1)) * 100}%` }} />
        </span>
      )}
      <StatusGlyph status={status} />
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
