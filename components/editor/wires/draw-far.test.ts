import { expect, test } from "vitest";
import { moveRecords } from "#graph/commands/move-records";
import { emptyGraph } from "#graph/schema";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { createViewStore } from "../canvas/canvas-context.tsx";
import { createCanvasRecords } from "../canvas/canvas-records.ts";
import { createEditorStore } from "../editor-store.ts";
import { createFarDrawing } from "./draw-far.ts";
import type { WireGroup } from "./draw-far.ts";

test("from afar every wire is drawn, in few elements", () => {
  const { draw, stop } = drawingOf(chainOf(100));

  const [group, ...others] = draw();
  stop();

  expect(others).toEqual([]);
  expect(group!.attributes).toMatchObject({ "data-kind": "text", "data-list": undefined });
  expect(group!.paths).toHaveLength(4);
  expect(wiresIn([group!])).toBe(99);
});

test("wires of a chosen node, and those that are chosen, lie apart from the others", () => {
  const { editor, draw, stop } = drawingOf(chainOf(100));

  editor.getState().select(["50"]);
  const besideNode = draw();
  editor.getState().select(["70-71"]);
  const chosen = draw().filter(({ attributes }) => attributes["data-chosen"]);
  stop();

  expect(besideNode.map((group) => wiresIn([group]))).toEqual([97, 2]);
  expect(wiresIn(chosen)).toBe(1);
});

test("a wire follows its node, and what has not moved keeps its drawing", () => {
  const { editor, draw, stop } = drawingOf(chainOf(100));
  editor.getState().select(["50"]);
  const [restingBefore, goingBefore] = draw();

  editor.getState().apply(moveRecords(editor.getState().graph, { "50": { x: 15_000, y: 600 } }), { label: "Move" });
  const [resting, going] = draw();
  stop();

  expect(resting!.paths).toEqual(restingBefore!.paths);
  expect(going!.paths).not.toEqual(goingBefore!.paths);
});

test("wires on which nothing came are drawn as dry, and those into a node that runs as live", () => {
  const { draw, stop } = drawingOf(chainOf(4));
  const node = (status: "skipped" | "running") => ({ status, outputs: {} });

  const groups = draw({ nodes: { "0": node("skipped"), "3": node("running") } });
  stop();

  expect(groups.map(({ attributes }) => attributes["data-flow"])).toEqual(["dry", undefined, "live"]);
});

function drawingOf(graph: Graph) {
  const editor = createEditorStore({ graph, library: definitions });
  const records = createCanvasRecords(editor);
  const stop = records.follow(createViewStore());
  const drawFar = createFarDrawing();
  const draw = (run: object | null = null) =>
    drawFar(records.getState(), {
      state: editor.getState(),
      run: run as Parameters<typeof drawFar>[1]["run"],
      routes: new Map(),
    });
  return { editor, draw, stop };
}

function wiresIn(groups: readonly WireGroup[]): number {
  return groups.flatMap(({ paths }) => paths.join("").match(/M/g) ?? []).length;
}

function chainOf(count: number): Graph {
  const graph: Graph = { ...emptyGraph, nodes: {}, edges: {} };
  for (let index = 0; index < count; index++) {
    const id = String(index);
    const params = { template: index === 0 ? "start" : "{{left}}" };
    graph.nodes[id] = { id, type: "text-template", version: 1, position: { x: index * 300, y: 0 }, params };
    if (index === 0) continue;
    const edge = `${index - 1}-${index}`;
    graph.edges[edge] = {
      id: edge,
      from: { node: String(index - 1), port: "text" },
      to: { node: id, port: "left" },
    };
  }
  return graph;
}
