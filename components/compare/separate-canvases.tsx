"use client";
import { useState } from "react";
import { GraphView } from "../editor/canvas/graph-view.tsx";
import type { RunDetails } from "../runs/run-details.ts";
import { formatQuantity } from "../ui/format-number.ts";
import { sharedNodes } from "./are-alike.ts";
import { SideBadge } from "./side-badge";

/** The graphs of runs that have little in common, each by itself. */
export function SeparateCanvases({
  a,
  b,
  onChooseNode,
}: {
  a: RunDetails;
  b: RunDetails;
  onChooseNode: (nodeId: string) => void;
}) {
  const [chosen, setChosen] = useState<{ side: "A" | "B"; nodeId: string } | null>(null);
  const shared = sharedNodes(a.graph, b.graph);
  const sides = [
    { side: "A", run: a },
    { side: "B", run: b },
  ] as const;
  return (
    <div className="border-b border-line">
      <div className="grid grid-cols-2 max-md:grid-cols-[minmax(0,1fr)]">
        {sides.map(({ side, run }) => (
          <section
            key={side}
            aria-label={`Canvas of ${side}`}
            className="flex h-64 min-w-0 flex-col border-line max-md:h-52 max-md:not-first:border-t md:not-first:border-l"
          >
            <h2 className="flex items-center gap-2 border-b border-line bg-panel px-6 py-1.5 text-xs max-sm:px-4">
              <SideBadge side={side} />
              <span className="truncate">{run.workflowTitle}</span>
            </h2>
            <div className="min-h-0 flex-1 bg-canvas">
              <GraphView
                graph={run.graph}
                selectedNodeId={chosen?.side === side ? chosen.nodeId : null}
                onSelectNode={(nodeId) => {
                  setChosen(nodeId === null ? null : { side, nodeId });
                  if (nodeId !== null) onChooseNode(nodeId);
                }}
              />
            </div>
          </section>
        ))}
      </div>
      <p className="border-t border-line bg-panel px-6 py-2 text-xs text-2 max-sm:px-4">
        {shared === 0
          ? "The two workflows have no step in common, so no value stands beside another."
          : `The two workflows have ${formatQuantity(shared, "step")} in common, and nothing else stands beside each other.`}
      </p>
    </div>
  );
}
