"use client";
import { useMemo } from "react";
import { insertBetween } from "#graph/commands/insert-between";
import type { GraphNode } from "#graph/schema";
import { titleOf } from "#graph/title-of";
import { useCanvas } from "../canvas/canvas-context.tsx";
import type { CanvasNode } from "../canvas/canvas-records.ts";
import { addNodeOfType } from "../canvas/canvas-work.ts";
import { useTools } from "../editor-tools.ts";
import { newId } from "../new-id.ts";
import { isUnwired } from "../adding/offers.ts";
import { newBetween, putBetween } from "./rewire-work.ts";
import { boxOf } from "./wire-planner.ts";
import type { Box, Point } from "./wire-route.ts";
import { wireUnder } from "./wire-under.ts";

/** How near the pointer must be to a wire that an entry of the palette is dropped on, in pixels of the canvas. */
const REACH = 10;

/** Nodes that are let go over a wire go into it: entries of the palette, and nodes of the canvas that have no wires yet. */
export function useWireDrop() {
  const tools = useTools();
  const { view } = useCanvas();
  return useMemo(() => {
    const { editor, ui, flow } = tools;

    /** Judged once for each wire that a node comes over. */
    function hold(box: Box, nodeFor: (edgeId: string) => GraphNode | null) {
      const { graph, library } = editor.getState();
      const { routes, lod } = view.getState();
      // Seen as dots, wires are too near to each other to be meant, and where they run is not planned.
      const edgeId = lod === "dot" ? null : wireUnder(routes, box);
      const edge = edgeId === null ? undefined : graph.edges[edgeId];
      if (view.getState().dropTarget?.edgeId === edge?.id) return;
      const node = edge && nodeFor(edge.id);
      if (!edge || !node) return leave();
      const result = insertBetween(graph, library, { node, from: edge.from, to: edge.to, newId });
      view.setState({ dropTarget: { edgeId: edge.id, refusal: result.ok ? null : result.reason } });
    }

    function leave() {
      if (view.getState().dropTarget) view.setState({ dropTarget: null });
    }

    function take() {
      const { dropTarget } = view.getState();
      leave();
      const edge = dropTarget && editor.getState().graph.edges[dropTarget.edgeId];
      return edge ? { edge, refusal: dropTarget.refusal } : null;
    }

    function holdEntry(point: Point) {
      const { graph, library } = editor.getState();
      const definition = library[ui.getState().draggedType ?? ""];
      if (!definition) return;
      const box = { x: point.x - REACH, y: point.y - REACH, width: 2 * REACH, height: 2 * REACH };
      hold(box, (edgeId) => newBetween(tools, graph.edges[edgeId]!, definition));
    }

    function holdNode(dragged: readonly CanvasNode[]) {
      const [node] = dragged;
      const { graph } = editor.getState();
      const record = node && graph.nodes[node.id];
      if (dragged.length !== 1 || !record || !isUnwired(graph, record.id)) return;
      const { x, y, width, height } = boxOf(node);
      // Not its sides, so that a node whose edge only touches an upright piece of a wire is left beside it.
      hold({ x: x + width / 4, y, width: width / 2, height }, () => record);
    }

    return {
      holdEntry,
      holdNode,
      leave,
      /** A new node, into the wire below; else where it was let go. */
      dropEntry(type: string, at: Point) {
        const target = take();
        const definition = editor.getState().library[type];
        if (!definition) return;
        if (target?.refusal === null) putBetween(tools, { ends: target.edge, what: definition });
        else addNodeOfType(tools, definition, { at });
        if (target?.refusal) sayWhyNot(definition.title, target.refusal);
      },
      /** Whether the node went into a wire; its move is then part of the same step. */
      dropNode(nodeId: string, at: Point): boolean {
        const target = take();
        const { graph, library } = editor.getState();
        const node = graph.nodes[nodeId];
        if (!target || !node) return false;
        if (target.refusal !== null) {
          sayWhyNot(titleOf(node, library), target.refusal);
          return false;
        }
        // Where it would cover others it is given a place; else it stays where it was let go.
        return putBetween(tools, { ends: target.edge, what: node, at: coversOthers(nodeId) ? undefined : at });
      },
    };

    function sayWhyNot(title: string, reason: string) {
      tools.tell({ title: `"${title}" was not put into the wire`, description: reason });
    }

    function coversOthers(nodeId: string): boolean {
      const nodes = flow.getNodes();
      const box = boxOf(nodes.find(({ id }) => id === nodeId)!);
      return nodes.some((other) => other.id !== nodeId && other.type === "card" && overlap(box, boxOf(other)));
    }
  }, [tools, view]);
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
