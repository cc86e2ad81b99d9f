"use client";
import { useEffect, useRef, useState } from "react";
import { type ChosenWindow, clampWindow, panWindow, wholeOr, zoomWindow } from "./time-window.ts";

/** A wheel's notch. */
const ZOOM_PER_PIXEL = 1.002;
const BUTTON_ZOOM = 1.6;
const KEY_PAN = 0.15;
/** Below it, a press is a click. */
const DRAG_FROM_PX = 4;

type Place = {
  /** What scrolls, and holds the rows. */
  scroller: React.RefObject<HTMLElement | null>;
  /** The axis: as wide as the tracks, and above them. */
  axis: React.RefObject<HTMLElement | null>;
  length: number;
};

/**
 * Which part of the time is in view, and the hands and keys that change it: the wheel with Ctrl or a pinch zooms at the
 * pointer, a drag along the axis chooses a stretch, a drag of the tracks and a sideways wheel pan.
 */
export function useTimeGestures({ scroller, axis, length }: Place) {
  const [chosen, setChosen] = useState<ChosenWindow>(null);
  /** The stretch that is being drawn, as fractions of the axis. */
  const [range, setRange] = useState<{ from: number; to: number } | null>(null);
  const drag = useRef<{ from: number; isMoved: boolean; start: ChosenWindow } | null>(null);
  const latest = useRef({ length });
  useEffect(() => {
    latest.current = { length };
  });

  const fractionAt = (clientX: number) => {
    const box = axis.current?.getBoundingClientRect();
    return box && box.width > 0 ? (clientX - box.left) / box.width : 0;
  };

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // Not React's: that one cannot keep the browser from zooming the page.
    function onWheel(event: WheelEvent) {
      const { length } = latest.current;
      const box = axis.current?.getBoundingClientRect();
      if (!box || box.width === 0) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const fraction = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
        const factor = ZOOM_PER_PIXEL ** -event.deltaY;
        setChosen((before) => zoomWindow(before, { length, factor, fraction }));
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        setChosen((before) => panWindow(before, { length, by: event.deltaX / box.width }));
      }
    }
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [scroller, axis]);

  const zoomBy = (factor: number) => setChosen((before) => zoomWindow(before, { length, factor }));
  const panBy = (by: number) => setChosen((before) => panWindow(before, { length, by }));
  const showAll = () => setChosen(null);

  const keys: Record<string, () => void> = {
    "+": () => zoomBy(BUTTON_ZOOM),
    "=": () => zoomBy(BUTTON_ZOOM),
    "-": () => zoomBy(1 / BUTTON_ZOOM),
    "0": showAll,
    ArrowLeft: () => panBy(-KEY_PAN),
    ArrowRight: () => panBy(KEY_PAN),
  };

  return {
    window: wholeOr(chosen, length),
    isWhole: chosen === null,
    range,
    zoomIn: () => zoomBy(BUTTON_ZOOM),
    zoomOut: () => zoomBy(1 / BUTTON_ZOOM),
    showAll,
    fractionAt,
    /** For the element around rows and axis. */
    onKeyDown(event: React.KeyboardEvent) {
      const act = keys[event.key];
      // Arrows go between the choices of a group of radios.
      const taken = event.key.startsWith("Arrow") ? "input, textarea, [role=radiogroup]" : "input, textarea";
      if (!act || (event.target as Element).closest(taken) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    },
    axisHandlers: {
      onPointerDown(event: React.PointerEvent) {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = fractionAt(event.clientX);
        setRange({ from: at, to: at });
      },
      onPointerMove(event: React.PointerEvent) {
        if (range) setRange({ ...range, to: fractionAt(event.clientX) });
      },
      onPointerUp() {
        if (!range) return;
        setRange(null);
        const [low, high] = [Math.min(range.from, range.to), Math.max(range.from, range.to)];
        const width = axis.current?.getBoundingClientRect().width ?? 0;
        if ((high - low) * width < DRAG_FROM_PX) return;
        setChosen((before) => {
          const { from, to } = wholeOr(before, length);
          return clampWindow({ from: from + (to - from) * low, to: from + (to - from) * high }, length);
        });
      },
      onPointerCancel: () => setRange(null),
    },
    trackHandlers: {
      onPointerDown(event: React.PointerEvent) {
        if (event.button !== 0 || event.pointerType === "touch" || chosen === null) return;
        drag.current = { from: fractionAt(event.clientX), isMoved: false, start: chosen };
      },
      onPointerMove(event: React.PointerEvent) {
        const held = drag.current;
        if (!held) return;
        if (event.buttons === 0) {
          drag.current = null;
          return;
        }
        const by = held.from - fractionAt(event.clientX);
        const width = axis.current?.getBoundingClientRect().width ?? 0;
        if (Math.abs(by) * width >= DRAG_FROM_PX) held.isMoved = true;
        if (held.isMoved) setChosen(panWindow(held.start, { length, by }));
      },
      onClickCapture(event: React.MouseEvent) {
        if (drag.current?.isMoved) event.stopPropagation();
        drag.current = null;
      },
    },
  };
}

export type TimeGestures = ReturnType<typeof useTimeGestures>;
