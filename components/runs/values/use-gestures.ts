"use client";
import { useEffect, useRef, type RefObject } from "react";
import type { Point } from "./zoom-view.ts";

export type Gestures = {
  zoom: (factor: number, at: Point) => void;
  pan: (by: Point) => void;
  /** Where a mouse rests over the frame; null when it leaves. */
  hover: (at: Point | null) => void;
  /** A press without a movement. */
  press: (at: Point) => void;
};

const MOVED_PX = 4;

/**
 * Wheel, drag and pinch over an element. A wheel scrolls the page as anywhere else until the element has the focus; with
 * Ctrl, as a pinch on a touchpad comes, it zooms at once.
 */
export function useGestures(
  frame: RefObject<HTMLElement | null>,
  gestures: Gestures,
  { isEager }: { isEager: boolean },
) {
  const latest = useRef(gestures);
  useEffect(() => {
    latest.current = gestures;
  });

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const pointers = new Map<number, Point>();
    let movedPx = 0;
    const placeOf = (event: MouseEvent): Point => {
      const { left, top } = element.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };

    function onWheel(event: WheelEvent) {
      if (!event.ctrlKey && !event.metaKey && !isEager && document.activeElement !== element) return;
      event.preventDefault();
      latest.current.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), placeOf(event));
    }
    function onDown(event: PointerEvent) {
      if (event.button !== 0) return;
      if (pointers.size === 0) movedPx = 0;
      pointers.set(event.pointerId, placeOf(event));
      element!.setPointerCapture(event.pointerId);
    }
    function onMove(event: PointerEvent) {
      const at = placeOf(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        if (event.pointerType === "mouse") latest.current.hover(at);
        return;
      }
      const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
      if (other) {
        const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
        latest.current.zoom(distance(at, other) / Math.max(1, distance(before, other)), middle);
        movedPx = Infinity;
      } else {
        movedPx += distance(at, before);
        if (movedPx > MOVED_PX) latest.current.pan({ x: at.x - before.x, y: at.y - before.y });
      }
      pointers.set(event.pointerId, at);
    }
    function onUp(event: PointerEvent) {
      if (pointers.delete(event.pointerId) && event.type === "pointerup" && movedPx <= MOVED_PX) {
        latest.current.press(placeOf(event));
      }
    }
    const onLeave = () => latest.current.hover(null);

    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("pointerdown", onDown);
    element.addEventListener("pointermove", onMove);
    element.addEventListener("pointerup", onUp);
    element.addEventListener("pointercancel", onUp);
    element.addEventListener("pointerleave", onLeave);
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("pointerdown", onDown);
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerup", onUp);
      element.removeEventListener("pointercancel", onUp);
      element.removeEventListener("pointerleave", onLeave);
    };
  }, [frame, isEager]);
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
