"use client";
import type { NodeChange } from "@xyflow/react";
import { useMemo } from "react";
import { useCanvas } from "./canvas-context.tsx";
import type { CanvasNode } from "./canvas-records.ts";
import { useTools } from "../editor-tools.ts";
import { boundsOf } from "./fit-graph.ts";
import { guidesFor } from "./guides.ts";
import { boxOf } from "../wires/wire-planner.ts";

/** How near a line must be to draw a node to it, in pixels of the window. */
const REACH = 6;

/** Draws what is dragged to the lines and gaps of what lies around it, and shows these lines until it is let go. */
export function useDragGuides(carried: React.RefObject<ReadonlyMap<string, readonly string[]>>) {
  const { flow } = useTools();
  const { view } = useCanvas();
  return useMemo(() => {
    function snap(changes: NodeChange<CanvasNode>[]): NodeChange<CanvasNode>[] {
      const moves = changes.flatMap((change) =>
        change.type === "position" && change.position ? [{ ...change, position: change.position }] : [],
      );
      const boxes = moves.flatMap(({ id, position }) => {
        const node = flow.getNode(id);
        return node ? [{ ...boxOf(node), ...position }] : [];
      });
      if (boxes.length === 0) return changes;
      const moving = new Set([...moves.map(({ id }) => id), ...[...carried.current.values()].flat()]);
      const { by, guides } = guidesFor(boundsOf(boxes), boxesInView(moving), REACH / flow.getZoom());
      view.gesture.setState({ guides });
      return changes.map((change) =>
        change.type === "position" && change.position
          ? { ...change, position: { x: change.position.x + by.x, y: change.position.y + by.y } }
          : change,
      );
    }

    /** What cannot be seen is nothing to line up with. */
    function boxesInView(moving: ReadonlySet<string>) {
      const canvas = document.querySelector(".patch-canvas")?.getBoundingClientRect();
      if (!canvas) return [];
      const start = flow.screenToFlowPosition({ x: canvas.left, y: canvas.top });
      const end = flow.screenToFlowPosition({ x: canvas.right, y: canvas.bottom });
      return flow.getNodes().flatMap((node) => {
        if (moving.has(node.id)) return [];
        const box = boxOf(node);
        const isIn = box.x < end.x && box.y < end.y && start.x < box.x + box.width && start.y < box.y + box.height;
        return isIn ? [box] : [];
      });
    }

    return { snap, clear: () => view.gesture.setState({ guides: [] }) };
  }, [flow, view, carried]);
}
