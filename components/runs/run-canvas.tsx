"use client";
import { GraphView } from "#components/editor/canvas/graph-view";
import type { RunState } from "#graph/run-events";
import type { PortEnd } from "../editor/canvas/canvas-context.tsx";
import { ScrubBar } from "./rewind/scrub-bar";
import type { Rewind } from "./rewind/use-rewind.ts";
import type { RunShown } from "./run-details.ts";

/** The graph to the letter as it ran, with what went through its ports, now or at a moment of the past. */
export function RunCanvas({
  details,
  run,
  whole,
  rewind,
  chosenId,
  isAnswerable,
  onChoose,
  onOpenValue,
}: {
  details: RunShown;
  run: RunState;
  whole: RunState;
  rewind: Rewind;
  chosenId: string | null;
  /** What its nodes ask can be answered here. */
  isAnswerable: boolean;
  onChoose: (nodeId: string | null) => void;
  onOpenValue: (end: PortEnd) => void;
}) {
  return (
    <section aria-label="Canvas as it ran" className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 border-b border-line bg-panel px-6 py-1 max-sm:px-4">
        <h2 className="text-sm">Canvas of version {details.version}</h2>
        <span className="whitespace-nowrap text-xs text-3 max-sm:hidden">as it ran</span>
        <div className="ml-auto min-w-0">
          <ScrubBar run={whole} rewind={rewind} />
        </div>
      </div>
      <div className="min-h-0 flex-1 bg-canvas">
        <GraphView
          graph={details.graph}
          run={run}
          part={details.part}
          runId={isAnswerable ? details.id : null}
          selectedNodeId={chosenId && chosenId.split("/")[0]!}
          onSelectNode={onChoose}
          onOpenValue={onOpenValue}
        />
      </div>
    </section>
  );
}
