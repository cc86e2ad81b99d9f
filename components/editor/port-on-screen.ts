import type { PortEnd } from "./editor-store.ts";
import type { Point } from "./wire-route.ts";

/** Just below a port, in pixels of the window; the middle of the window where the port is out of sight. */
export function portOnScreen({ node, port, side }: PortEnd): Point {
  const handle = [...document.querySelectorAll(`.react-flow__handle.${side === "input" ? "target" : "source"}`)].find(
    (element) => element.getAttribute("data-nodeid") === node && element.getAttribute("data-handleid") === port,
  );
  if (!handle) return { x: window.innerWidth / 2, y: window.innerHeight / 2 };
  const { x, bottom } = handle.getBoundingClientRect();
  return { x, y: bottom + 4 };
}
