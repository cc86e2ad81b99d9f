"use client";
import { ViewportPortal } from "@xyflow/react";
import { useStore } from "zustand";
import { useCanvas } from "./canvas-context.tsx";
import type { Guide } from "./guides.ts";

/** The lines that say why a node that is dragged lies where it does, and the loop that is being drawn. */
export function DragGuides() {
  const { view } = useCanvas();
  const guides = useStore(view.gesture, (state) => state.guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      <div aria-hidden className="drag-guides">
        {guides.map((guide, index) => (
          <i key={index} data-kind={guide.kind} data-axis={guide.axis} style={placeOf(guide)} />
        ))}
      </div>
    </ViewportPortal>
  );
}

/** A line of an axis lies across it; a gap lies along it. */
function placeOf({ kind, axis, at, from, to }: Guide): React.CSSProperties {
  const isUpright = (kind === "line") === (axis === "x");
  return isUpright ? { left: at, top: from, height: to - from } : { top: at, left: from, width: to - from };
}

export function LassoLoop() {
  const { view } = useCanvas();
  const loop = useStore(view.gesture, ({ lasso }) => lasso);
  if (!loop) return null;
  return (
    <svg aria-hidden className="lasso">
      <polygon points={loop.map(({ x, y }) => `${x},${y}`).join(" ")} />
    </svg>
  );
}
