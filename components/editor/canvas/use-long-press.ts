import { useEffect, useRef } from "react";
import type { Point } from "../wires/wire-route.ts";

/** As long as Android and iOS take. */
const HELD_MS = 500;
/** A finger that lies still trembles by less than this, in pixels. */
const TREMBLE = 10;

/**
 * One finger held still on an element, which is what a right button is where there is none. iOS tells no page of it, Android does, so the
 * browser's own event may come after it. Captured, since what is dragged keeps the events of fingers to itself.
 */
export function useLongPress(onLongPress: (target: Element, at: Point) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef<Point>({ x: 0, y: 0 });
  const cancel = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    onTouchStartCapture({ touches, target }: React.TouchEvent) {
      cancel();
      const finger = touches[0];
      if (touches.length !== 1 || !finger || !(target instanceof Element)) return;
      // A text under the finger is chosen by it.
      if (target.closest("input, textarea, [contenteditable]")) return;
      const at = { x: finger.clientX, y: finger.clientY };
      start.current = at;
      timer.current = setTimeout(() => {
        // The click that the browser makes of it would choose what has come under the finger.
        document.addEventListener("touchend", (event) => event.preventDefault(), {
          once: true,
          capture: true,
          passive: false,
        });
        onLongPress(target, at);
      }, HELD_MS);
    },
    onTouchMoveCapture({ touches }: React.TouchEvent) {
      const finger = touches[0];
      if (!finger) return;
      if (Math.hypot(finger.clientX - start.current.x, finger.clientY - start.current.y) > TREMBLE) cancel();
    },
    onTouchEndCapture: cancel,
    onTouchCancelCapture: cancel,
  };
}
