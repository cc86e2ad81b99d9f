import { useState } from "react";
import { useTools } from "../editor-tools.ts";
import { snapToGrid } from "./place-node.ts";
import { useWireDrop } from "../wires/use-wire-drop.ts";
import type { Point } from "../wires/wire-route.ts";

/** A tap wavers by less, in pixels of the window. */
const LEAST_MOVE = 12;

/**
 * Drags a node type out of the palette with a finger, which browsers do not do by themselves. Up and down scrolls the list
 * as ever, since the entry leaves that to the browser.
 */
export function useTouchDrag(type: string) {
  const { ui, flow } = useTools();
  const wireDrop = useWireDrop();
  const [start, setStart] = useState<Point | null>(null);
  const [held, setHeld] = useState<Point | null>(null);

  /** Also told of mice, whose drags the browser takes over: those are none of this. */
  function end() {
    if (!start) return;
    setStart(null);
    setHeld(null);
    ui.setState({ draggedType: null });
    wireDrop.leave();
  }

  return {
    /** Where the finger is, while it holds the entry. */
    held,
    handlers: {
      onPointerDown({ pointerType, clientX, clientY }: React.PointerEvent) {
        if (pointerType === "touch") setStart({ x: clientX, y: clientY });
      },
      onPointerMove({ currentTarget, pointerId, clientX: x, clientY: y }: React.PointerEvent) {
        if (!start || (!held && Math.hypot(x - start.x, y - start.y) < LEAST_MOVE)) return;
        if (!held) {
          currentTarget.setPointerCapture(pointerId);
          ui.setState({ draggedType: type });
        }
        setHeld({ x, y });
        if (isOverCanvas({ x, y })) wireDrop.holdEntry(flow.screenToFlowPosition({ x, y }));
        else wireDrop.leave();
      },
      onPointerUp({ clientX: x, clientY: y }: React.PointerEvent) {
        const point = flow.screenToFlowPosition({ x, y });
        if (held && isOverCanvas({ x, y }))
          wireDrop.dropEntry(type, { x: snapToGrid(point.x - 80), y: snapToGrid(point.y - 16) });
        end();
      },
      onPointerCancel: end,
    },
  };
}

/** Not where a panel floats over it, as they do below 1200 pixels. */
function isOverCanvas({ x, y }: Point): boolean {
  return Boolean(document.elementFromPoint(x, y)?.closest(".patch-canvas"));
}
