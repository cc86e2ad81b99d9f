import fc from "fast-check";
import { expect, test } from "vitest";
import { moveRecords } from "#graph/commands/move-records";
import type { Graph } from "#graph/schema";
import { emptyGraph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { createViewStore } from "../canvas/canvas-context.tsx";
import { createCanvasRecords } from "../canvas/canvas-records.ts";
import { createEditorStore } from "../editor-store.ts";
import { planWires } from "./wire-planner.ts";
import { boxesByPlace, routeWire } from "./wire-route.ts";

const coordinate = fc.integer({ min: -3_000, max: 3_000 });
const boxes = fc.array(
  fc.record({
    x: coordinate,
    y: coordinate,
    width: fc.integer({ min: 1, max: 400 }),
    height: fc.integer({ min: 1, max: 900 }),
  }),
  { maxLength: 40 },
);
const point = fc.record({ x: coordinate, y: coordinate });

test("a wire runs the same way whether it looks at all nodes or only at those near it", () => {
  fc.assert(
    fc.property(boxes, point, point, (boxes, from, to) => {
      expect(routeWire(from, to, boxesByPlace(boxes)(from, to))).toEqual(routeWire(from, to, boxes));
    }),
  );
});

test("a node that moves gives new corners to its own wires and leaves those far away the same object", () => {
  const editor = createEditorStore({ graph: rowsOfTexts(3), library: definitions });
  const records = createCanvasRecords(editor);
  const stop = records.follow(createViewStore());
  const before = planWires(records.getState(), editor.getState());

  editor.getState().apply(moveRecords(editor.getState().graph, { "0.1": { x: 300, y: 60 } }), { label: "Move" });
  const after = planWires(records.getState(), editor.getState(), before);
  stop();

  expect(after.get("0.1")).not.toEqual(before.get("0.1"));
  expect(after.get("2.1")).toBe(before.get("2.1"));
});

/** Rows of two texts, the first of which goes into the second; far from one another. */
function rowsOfTexts(rows: number): Graph {
  const graph: Graph = { ...emptyGraph, nodes: {}, edges: {} };
  for (let row = 0; row < rows; row++) {
    for (const column of [0, 1]) {
      const id = `${row}.${column}`;
      const position = { x: column * 300, y: row * 2_000 };
      const params = { template: column === 0 ? "start" : "{{left}}" };
      graph.nodes[id] = { id, type: "text-template", version: 1, position, params };
    }
    const [from, to] = [
      { node: `${row}.0`, port: "text" },
      { node: `${row}.1`, port: "left" },
    ];
    graph.edges[`${row}.1`] = { id: `${row}.1`, from, to };
  }
  return graph;
}
