"use client";
import { useState } from "react";
import { NodeIcon } from "#components/editor/nodes/node-icon";
import { StatusGlyph, statusWords } from "#components/ui/status-glyph";
import type { NodeRunState } from "#graph/run-events";
import { formatDuration } from "../../ui/format-duration.ts";
import { formatCount } from "../../ui/format-number.ts";
import { formatRelative } from "../../ui/format-time.ts";
import { cachedSentence } from "../reuse-words.ts";
import type { StepRow } from "../step-row.ts";

/** For each workflow that a step is in. */
const INDENT_PX = 20;

/** A step: what it is, what came out, when it ran (`track`) and for how long. Choosing it chooses it on the canvas too. */
export function TimelineRow({
  step,
  isChosen,
  position,
  track,
  onChoose,
  onKeyDown,
}: {
  step: StepRow;
  isChosen: boolean;
  /** From 1, the heading included. */
  position: number;
  track: React.ReactNode;
  onChoose: () => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
}) {
  const { node } = step;
  return (
    <div
      role="row"
      aria-rowindex={position}
      data-chosen={isChosen || undefined}
      className="timeline-grid group relative h-full border-b border-line text-xs hover:bg-hover data-chosen:bg-selected"
    >
      <div role="cell" className="flex min-w-0 items-center gap-2 pl-6 pr-2 max-sm:pl-4">
        <span aria-hidden style={{ width: step.depth * INDENT_PX }} className="-mr-2 shrink-0" />
        <StatusGlyph status={step.status} />
        <span className="text-3 max-sm:hidden">
          <NodeIcon name={step.icon} />
        </span>
        <button
          type="button"
          data-step={step.nodeId}
          aria-pressed={isChosen}
          onClick={onChoose}
          onKeyDown={onKeyDown}
          className="min-w-0 truncate font-medium after:absolute after:inset-0"
        >
          {step.title}
          <span className="sr-only">, {statusWords[step.status]}</span>
        </button>
        {node.items !== undefined && <span className="ml-auto tabular-nums text-3">×{formatCount(node.items)}</span>}
      </div>
      <div role="cell" className="timeline-words min-w-0 truncate pr-3 text-2" title={step.words}>
        {step.words}
      </div>
      <div role="cell" className="h-full min-w-0">
        {track}
      </div>
      <div role="cell" className="pr-6 text-right tabular-nums text-2 max-sm:pr-4">
        <StepTime node={node} />
      </div>
    </div>
  );
}

/** How long the step took; of a cached one, how old its result is. */
function StepTime({ node }: { node: NodeRunState }) {
  const [now] = useState(() => new Date());
  if (node.cached) {
    return (
      <span
        title={cachedSentence(node.cached, now)}
        data-status="cached"
        className="text-state"
        suppressHydrationWarning
      >
        {formatRelative(new Date(node.cached.at), now)}
      </span>
    );
  }
  return node.durationMs === undefined ? null : formatDuration(node.durationMs);
}
