import { GRID, GUTTER, firstFree } from "./place-node.ts";
import type { Box, Point } from "../wires/wire-route.ts";

/** A box with the heights of its ports below its upper edge. */
export type Ported = Box & { portY: number };

/**
 * Where a node goes that is put between two others: level with the port that it reads from, a gutter behind it. Where there is too
 * little room, what lies downstream moves to the right by as much as is missing.
 */
export function placeBetween({
  source,
  target,
  size,
  portY,
  downstream,
  others,
}: {
  source: Ported;
  target: Ported;
  size: { width: number; height: number };
  /** Of the input of the node, below its upper edge. */
  portY: number;
  /** Boxes of the target and of all that reads from it, by id. */
  downstream: ReadonlyMap<string, Box>;
  /** Boxes of all other nodes. */
  others: readonly Box[];
}): { position: Point; moves: Record<string, Point> } {
  const start = source.x + source.width;
  const isBehind = target.x > start;
  const room = target.x - start;
  const missing = isBehind ? Math.max(0, size.width + 2 * GUTTER - room) : 0;
  const shift = Math.ceil(missing / GRID) * GRID;
  const moves: Record<string, Point> = {};
  const moved: Box[] = [];
  for (const [id, box] of downstream) {
    const isRight = box.x >= target.x;
    if (shift > 0 && isRight) moves[id] = { x: box.x + shift, y: box.y };
    moved.push(isRight ? { ...box, x: box.x + shift } : box);
  }
  const x = isBehind ? start + Math.max(GUTTER, (room + shift - size.width) / 2) : (start + target.x - size.width) / 2;
  const y = source.y + source.portY - portY;
  return { position: firstFree({ x: Math.round(x), y: Math.round(y) }, size, [...others, source, ...moved]), moves };
}
