"use client";
import type { RunDetails } from "../runs/run-details.ts";
import { useComparedGraphs } from "../versions/compared-graphs.tsx";

/** The graphs of both runs laid over each other, with the nodes whose values differ, and what was changed in words. */
export function ComparedCanvas({
  a,
  b,
  differing,
  onChooseNode,
}: {
  a: RunDetails;
  b: RunDetails;
  /** Nodes of which a value differs. */
  differing: ReadonlySet<string>;
  onChooseNode: (nodeId: string) => void;
}) {
  const { canvas, list } = useComparedGraphs(a.graph, b.graph, {
    differing,
    hasMinimap: false,
    onChooseNode: (nodeId) => nodeId && onChooseNode(nodeId),
  });
  return (
    <div className="grid h-64 grid-cols-[minmax(0,1fr)_336px] border-b border-line max-md:h-auto max-md:grid-cols-[minmax(0,1fr)]">
      <section aria-label="Canvas of both runs" className="min-h-0 min-w-0 bg-canvas max-md:h-60">
        {canvas}
      </section>
      <div className="min-h-0 overflow-y-auto border-l border-line bg-panel px-5 py-3 text-xs max-md:border-l-0 max-md:border-t">
        {a.workflowId !== b.workflowId && (
          <p className="mb-2 text-2">
            The runs are of two workflows, {a.workflowTitle} and {b.workflowTitle}. Only steps that both have are put
            beside each other.
          </p>
        )}
        {list}
      </div>
    </div>
  );
}
