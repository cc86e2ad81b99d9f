import { getViewportForBounds } from "@xyflow/react";
import type { ReactFlowInstance } from "@xyflow/react";
import type { CanvasNode } from "./canvas-records.ts";
import { boxOf, roomBoxOf } from "./wire-planner.ts";
import type { Box } from "./wire-route.ts";

/** Zoom controls and minimap with their margins, in the lower right corner. */
const CORNER = { width: 184, height: 190 };
const MARGIN = 24;
/** Below the canvas tools at the top. */
const TOP = 60;
const MIN_ZOOM = 0.1;

/** Shows the whole graph, not larger than it is, with nothing of it below the controls in the corner. */
export function fitGraph(
  flow: Pick<ReactFlowInstance<CanvasNode>, "getNodes" | "setViewport">,
  {
    maxZoom = 1,
    hasMinimap = true,
    isReadOnly = false,
    duration = 240,
  }: { maxZoom?: number; hasMinimap?: boolean; isReadOnly?: boolean; duration?: number } = {},
): void {
  const canvas = document.querySelector(".patch-canvas")?.getBoundingClientRect();
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
  const isCovered = boxes.some((box) => {
    const right = (box.x + box.width) * whole.zoom + whole.x;
    const bottom = (box.y + box.height) * whole.zoom + whole.y;
    return right > canvas.width - CORNER.width && bottom > canvas.height - CORNER.height;
  });
  const beside = [view(CORNER.width, MARGIN), view(MARGIN, CORNER.height)].sort((a, b) => b.zoom - a.zoom);
  void flow.setViewport(hasMinimap && isCovered ? beside[0]! : whole, { duration });
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
