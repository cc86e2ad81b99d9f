import type { PortEnd } from "../editor-store.ts";
import type { Point } from "../wires/wire-route.ts";

/** Of a port's row; rows of nodes, frames and notes go by their canvas ids. */
export function portKey({ node, port, side }: PortEnd): string {
  return `${side} ${node}/${port}`;
}

/** The port that a key stands for, if it is that of a port's row. Ids hold no spaces and no "/". */
export function endOfKey(key: string): PortEnd | null {
  const [, side, node, port] = /^(input|output) ([^/]+)\/(.+)$/.exec(key) ?? [];
  return node && port ? { node, port, side: side as PortEnd["side"] } : null;
}

/** Where a menu or a list that belongs to a row stands, in pixels of the window. */
export function belowRow(row: Element): Point {
  const { left, bottom } = row.getBoundingClientRect();
  return { x: left + 32, y: bottom + 2 };
}

export function rowElement(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-outline-row="${CSS.escape(key)}"]`);
}
