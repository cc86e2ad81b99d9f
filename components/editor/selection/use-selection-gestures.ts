"use client";
import { useMemo } from "react";
import { useCanvas } from "../canvas/canvas-context.tsx";
import type { ViewStore } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import type { EditorTools } from "../editor-tools.ts";
import { boxed, lassoed, meetingOf, met } from "./lasso.ts";
import type { Meeting } from "./lasso.ts";
import { boxOf } from "../wires/wire-planner.ts";
import type { Point } from "../wires/wire-route.ts";

/** Points of a loop nearer than this, in pixels of the window, are one. */
const LEAST_STEP = 3;

/** Selecting by a loop, and what Shift and Control make of a box or a loop: they add to what is selected, and take away from it. */
export function useSelectionGestures() {
  const tools = useTools();
  const { view } = useCanvas();
  return useMemo(() => createGestures(tools, view), [tools, view]);
}

function createGestures({ editor, ui, flow }: EditorTools, view: ViewStore) {
  let before: ReadonlySet<string> = new Set();
  let meeting: Meeting = "replace";
  let start: Point = { x: 0, y: 0 };

  function startLasso(event: React.PointerEvent<HTMLElement>) {
    // React Flow begins neither a box nor a move of the canvas.
    event.stopPropagation();
    event.preventDefault();
    const canvas = event.currentTarget;
    const { left, top } = canvas.getBoundingClientRect();
    const stop = new AbortController();
    const loop: Point[] = [{ x: event.clientX, y: event.clientY }];
    canvas.setPointerCapture(event.pointerId);
    function extend({ clientX: x, clientY: y }: PointerEvent) {
      const last = loop.at(-1)!; // it has begun with one
      if (Math.hypot(x - last.x, y - last.y) < LEAST_STEP) return;
      loop.push({ x, y });
      view.gesture.setState({ lasso: loop.map((point) => ({ x: point.x - left, y: point.y - top })) });
    }
    function close() {
      stop.abort();
      view.gesture.setState({ lasso: null });
    }
    function catchAll() {
      close();
      const boxes = new Map(flow.getNodes().map((node) => [node.id, boxOf(node)]));
      const onCanvas = loop.map((point) => flow.screenToFlowPosition(point, { snapToGrid: false }));
      editor.getState().select(met(before, lassoed(boxes, onCanvas), meeting));
    }
    canvas.addEventListener("pointermove", extend, { signal: stop.signal });
    canvas.addEventListener("pointerup", catchAll, { signal: stop.signal });
    canvas.addEventListener("pointercancel", close, { signal: stop.signal });
  }

  return {
    onPointerDownCapture(event: React.PointerEvent<HTMLElement>) {
      before = editor.getState().selection;
      start = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      meeting = meetingOf(event);
      const isOnPane = event.target instanceof Element && event.target.matches(".react-flow__pane");
      const isLasso = event.altKey || ui.getState().tool === "lasso";
      if (isOnPane && isLasso && event.button === 0) startLasso(event);
    },
    onSelectionEnd(event: MouseEvent | React.MouseEvent) {
      // React Flow goes by what was selected when the box began, and passes over some of that.
      const end = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      const { select } = editor.getState();
      const boxes = flow.getNodes().map((node) => ({ id: node.id, isFrame: node.type === "frame", box: boxOf(node) }));
      select(met(before, boxed(boxes, [start, end]), meeting));
    },
  };
}
