"use client";
import type { RunDetails } from "../runs/run-details.ts";
import { useComparedGraphs } from "../versions/compared-graphs.tsx";
import { areAlike } from "./are-alike.ts";
import { SeparateCanvases } from "./separate-canvases";

type Props = {
  a: RunDetails;
  b: RunDetails;
  /** Nodes of which a value differs. */
  differing: ReadonlySet<string>;
  onChooseNode: (nodeId: string) => void;
};

/** The graphs of both runs: over each other, or side by side where they are of two workflows with little in common. */
export function ComparedCanvas(props: Props) {
  const { a, b } = props;
  const isApart = a.workflowId !== b.workflowId && !areAlike(a.graph, b.graph);
  return isApart ? <SeparateCanvases {...props} /> : <OverlaidCanvas {...props} />;
}

/** Over each other, with the nodes whose values differ, and what was changed in words. */
function OverlaidCanvas({ a, b, differing, onChooseNode }: Props) {
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
