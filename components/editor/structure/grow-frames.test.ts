import { expect, test } from "vitest";
import { moveRecords } from "#graph/commands/move-records";
import { graphOf, testLibrary } from "#graph/graph-for-tests";
import { applyPatch } from "#graph/patch";
import type { Graph } from "#graph/schema";
import { growFrames } from "./grow-frames.ts";

const graph: Graph = {
  ...graphOf("inside: camera", "outside: camera"),
  groups: { f: { id: "f", title: "F", position: { x: -20, y: -40 }, size: { width: 220, height: 200 } } },
};
graph.nodes.outside!.position = { x: 600, y: 0 };

function widthAfter(positions: Record<string, { x: number; y: number }>): number {
  const moving = moveRecords(graph, positions);
  return applyPatch(graph, growFrames(graph, testLibrary, moving)).groups.f!.size.width;
}

test("a frame grows with a node of it that moves out at the right, and keeps its padding", () => {
  // The node is 172 wide and ends at 472; the frame begins at -20.
  expect(widthAfter({ inside: { x: 300, y: 0 } })).toBe(300 + 172 + 14 + 20);
});

test("a frame stays as it is while its nodes stay in it, and for nodes of others", () => {
  expect(widthAfter({ inside: { x: 5, y: 0 } })).toBe(220);
  expect(widthAfter({ outside: { x: 900, y: 0 } })).toBe(220);
});
