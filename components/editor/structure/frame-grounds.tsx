"use client";
import { ViewportPortal } from "@xyflow/react";
import type { CanvasNode } from "../canvas/canvas-records.ts";

/** What frames are filled and edged with. It lies below the wires, while their titles, which are nodes, lie above them. */
export function FrameGrounds({ nodes }: { nodes: readonly CanvasNode[] }) {
  const frames = nodes.filter((node) => node.type === "frame");
  return (
    <ViewportPortal>
      {frames.map(({ id, position: { x, y }, width, height, selected, data }) => (
        <div
          key={id}
          className="frame-ground"
          data-colour={data.record.colour}
          data-selected={selected || undefined}
          style={{ width, height, translate: `${x}px ${y}px` }}
        />
      ))}
    </ViewportPortal>
  );
}
