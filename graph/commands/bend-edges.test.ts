import fc from "fast-check";
import { expect, test } from "vitest";
import { graphOf } from "../graph-for-tests.ts";
import { applyPatch, invertPatch } from "../patch.ts";
import { bendEdge, straightenEdges } from "./bend-edges.ts";
import { duplicateRecords } from "./duplicate-records.ts";
import { moveRecords } from "./move-records.ts";

const graph = graphOf("a: camera", "b: resize", "c: sink", "a.image -> b.image", "b.image -> c.value");
const point = fc.record({ x: fc.integer({ min: -999, max: 999 }), y: fc.integer({ min: -999, max: 999 }) });
const bends = fc.array(point, { maxLength: 5 });

test("bends are set, changed and taken away with one undo each", () => {
  fc.assert(
    fc.property(bends, bends, (first, second) => {
      const bent = applyPatch(graph, bendEdge(graph, { edgeId: "e1", bends: first }));
      const patch = bendEdge(bent, { edgeId: "e1", bends: second });
      const after = applyPatch(bent, patch);

      expect(after.edges.e1!.bends ?? []).toEqual(second);
      expect(applyPatch(after, invertPatch(patch))).toEqual(bent);
      expect(applyPatch(after, straightenEdges(after))).toEqual(graph);
    }),
  );
});

test("bends go with both ends of their wire, and stay where only one of them moves or they part", () => {
  fc.assert(
    fc.property(bends, point, point, (led, by, other) => {
      const bent = applyPatch(graph, bendEdge(graph, { edgeId: "e1", bends: led }));
      const shifted = led.map(({ x, y }) => ({ x: x + by.x, y: y + by.y }));

      const together = applyPatch(bent, moveRecords(bent, { a: by, b: by }));
      const alone = applyPatch(bent, moveRecords(bent, { a: by, c: other }));

      expect(together.edges.e1!.bends ?? []).toEqual(shifted);
      expect(alone.edges.e1!.bends ?? []).toEqual(led);
    }),
  );
});

test("a copy has the bends of the wires within it, shifted as it is", () => {
  const bent = applyPatch(graph, bendEdge(graph, { edgeId: "e1", bends: [{ x: 10, y: 20 }] }));
  let next = 0;

  const { patch } = duplicateRecords(bent, { ids: ["a", "b"], newId: () => `new${next++}`, offset: { x: 5, y: 6 } });

  expect(Object.values(patch.edges!).map(({ after }) => after?.bends)).toEqual([[{ x: 15, y: 26 }]]);
});
