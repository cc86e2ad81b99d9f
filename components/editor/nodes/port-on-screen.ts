import type { PortEnd } from "../editor-store.ts";
import { belowRow, portKey } from "../outline/row-keys.ts";
import type { Point } from "../wires/wire-route.ts";

/** Just below a port, or its row in the outline, in pixels of the window; the middle of the window where the port is out of sight. */
export function portOnScreen({ node, port, side }: PortEnd): Point {
  const row = document.querySelector(`[data-outline-row="${CSS.escape(portKey({ node, port, side }))}"]`);
  if (row) return belowRow(row);
  const handle = [...document.querySelectorAll(`.react-flow__handle.${side === "input" ? "target" : "source"}`)].find(
    (element) => element.getAttribute("data-nodeid") === node && element.getAttribute("data-handleid") === port,
  );
  if (!handle) return { x: window.innerWidth / 2, y: window.innerHeight / 2 };
  const { x, bottom } = handle.getBoundingClientRect();
  return { x, y: bottom + 4 };
}
