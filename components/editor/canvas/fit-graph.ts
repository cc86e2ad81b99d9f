import { getViewportForBounds } from "@xyflow/react";
import type { ReactFlowInstance } from "@xyflow/react";
import { motionMs } from "../../ui/motion.ts";
import type { CanvasNode } from "./canvas-records.ts";
import { boxOf, roomBoxOf } from "../wires/wire-planner.ts";
import type { Box } from "../wires/wire-route.ts";

const MARGIN = 24;
/** Between nodes and the controls in the corner. */
const GAP = 12;
/** Below the canvas tools at the top. */
const TOP = 60;
/** Some six thousand nodes are in view at this. */
export const MIN_ZOOM = 0.02;

/** Shows the whole graph, not larger than it is, with nothing of it below the controls in the corner. */
export function fitGraph(
  flow: Pick<ReactFlowInstance<CanvasNode>, "getNodes" | "setViewport">,
  {
    maxZoom = 1,
    isReadOnly = false,
    duration = motionMs(240),
  }: { maxZoom?: number; isReadOnly?: boolean; duration?: number } = {},
): void {
  const canvas = document.querySelector(".patch-canvas")?.getBoundingClientRect();
  // Above the minimap, where there is one, and as wide as it.
  const controls = document.querySelector(".patch-canvas .zoom-controls")?.getBoundingClientRect();
  // A canvas to look at has its values already, or never gets any.
  const boxes = flow.getNodes().map(isReadOnly ? boxOf : roomBoxOf);
  if (!canvas || boxes.length === 0) return;
  const bounds = boundsOf(boxes);
  const view = (right: number, bottom: number) => {
    const padding = {
      top: `${isReadOnly ? MARGIN : TOP}px`,
      left: `${MARGIN}px`,
      right: `${right}px`,
      bottom: `${bottom}px`,
    } as const;
    return getViewportForBounds(bounds, canvas.width, canvas.height, MIN_ZOOM, maxZoom, padding);
  };
  const whole = view(MARGIN, MARGIN);
  const corner = {
    width: controls ? canvas.right - controls.left : 0,
    height: controls ? canvas.bottom - controls.top : 0,
  };
  const isCovered = boxes.some((box) => {
    const right = (box.x + box.width) * whole.zoom + whole.x;
    const bottom = (box.y + box.height) * whole.zoom + whole.y;
    return right > canvas.width - corner.width && bottom > canvas.height - corner.height;
  });
  const beside = [view(corner.width + GAP, MARGIN), view(MARGIN, corner.height + GAP)];
  const [better] = beside.toSorted((a, b) => b.zoom - a.zoom);
  void flow.setViewport(isCovered && better ? better : whole, { duration });
}

export function boundsOf(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}
