"use client";
import { useStoreApi } from "@xyflow/react";
import { useRef, useState } from "react";
import { bendEdge } from "#graph/commands/bend-edges";
import { MAX_BENDS } from "#graph/limits";
import { useCanvas, useEditor } from "../canvas/canvas-context.tsx";
import { cardOf } from "../nodes/card-of.ts";
import { GRID } from "../adding/place-node.ts";
import { placeOfBend } from "./wire-route.ts";
import type { Point } from "./wire-route.ts";

/** A bend this near to the level or the upright of another stop of its wire lies on it. */
const MAGNET = 7;
const arrows: Record<string, Point> = {
  ArrowLeft: { x: -GRID / 2, y: 0 },
  ArrowRight: { x: GRID / 2, y: 0 },
  ArrowUp: { x: 0, y: -GRID / 2 },
  ArrowDown: { x: 0, y: GRID / 2 },
};

type Ends = { from: Point; to: Point };

/** The bends of a wire as they are now, one of them perhaps held, and what changes them: each change is one step of undo. */
export function useWireBends(edgeId: string, kept: readonly Point[] | undefined, { from, to }: Ends) {
  const { editor } = useCanvas();
  // Read when it is pointed at, not subscribed to: there may be a thousand wires.
  const flow = useStoreApi();
  const [held, setHeld] = useState<readonly Point[] | null>(null);
  const bends = held ?? kept ?? none;

  function change(next: readonly Point[], label: string, mergeKey?: string) {
    const { graph, apply } = editor.getState();
    apply(bendEdge(graph, { edgeId, bends: next }), { label, ...(mergeKey && { mergeKey }), select: [edgeId] });
  }
  const pointAt = ({ clientX, clientY }: { clientX: number; clientY: number }, others: readonly Point[]) => {
    const { transform, domNode } = flow.getState();
    const [left, top, zoom] = transform;
    const box = domNode?.getBoundingClientRect();
    const x = (clientX - (box?.x ?? 0) - left) / zoom;
    const y = (clientY - (box?.y ?? 0) - top) / zoom;
    const stops = [from, to, ...others];
    const snapped = (value: number, axis: "x" | "y") =>
      stops.find((stop) => Math.abs(stop[axis] - value) <= MAGNET)?.[axis] ??
      Math.round(value / (GRID / 2)) * (GRID / 2);
    return { x: snapped(x, "x"), y: snapped(y, "y") };
  };
  return {
    bends,
    isHeld: held !== null,
    add(event: { clientX: number; clientY: number }) {
      if (bends.length >= MAX_BENDS) return;
      const at = pointAt(event, bends);
      change(bends.toSpliced(placeOfBend(from, to, { bends, at }), 0, at), "Bend the wire");
    },
    hold(index: number, event: { clientX: number; clientY: number }) {
      setHeld(bends.with(index, pointAt(event, bends.toSpliced(index, 1))));
    },
    letGo() {
      if (held) change(held, "Move a bend");
      setHeld(null);
    },
    nudge(index: number, by: Point) {
      const { x, y } = bends[index]!; // it is drawn
      change(bends.with(index, { x: x + by.x, y: y + by.y }), "Move a bend", `${edgeId} bend ${index}`);
    },
    remove: (index: number) => change(bends.toSpliced(index, 1), "Remove a bend"),
  };
}

const none: readonly Point[] = [];

/** The points that a wire is led through: dragged to move, double clicked to go; with the focus, arrows and Delete. */
export function WireBends({
  edgeId,
  of: { bends, hold, letGo, nudge, remove },
  isTabbable,
}: {
  edgeId: string;
  of: ReturnType<typeof useWireBends>;
  isTabbable: boolean;
}) {
  const name = useEditor(({ graph, library }) => {
    const { from, to } = graph.edges[edgeId] ?? {};
    return [from, to].map((end) => (end ? cardOf(graph, library, end.node)?.title : null) ?? "nothing").join(" to ");
  });
  const pressed = useRef<number | null>(null);
  return bends.map(({ x, y }, index) => (
    <g
      key={index}
      role="button"
      aria-label={`Bend ${index + 1} of ${bends.length} of ${name}`}
      data-wire-bend={`${edgeId} ${index}`}
      tabIndex={isTabbable ? 0 : -1}
      className="wire-bend nodrag nopan"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        pressed.current = index;
      }}
      onPointerMove={(event) => {
        if (pressed.current === index) hold(index, event);
      }}
      onPointerUp={() => {
        pressed.current = null;
        letGo();
      }}
      onPointerCancel={() => {
        pressed.current = null;
        letGo();
      }}
      onDoubleClick={(event) => {
        event.stopPropagation();
        remove(index);
      }}
      onKeyDown={(event) => {
        const by = arrows[event.key];
        const isRemoving = event.key === "Delete" || event.key === "Backspace";
        if (!by && !isRemoving) return;
        event.preventDefault();
        if (by) nudge(index, by);
        else remove(index);
      }}
    >
      <circle className="wire-bend-hit" cx={x} cy={y} r={12} />
      <circle className="wire-bend-dot" cx={x} cy={y} r={4} />
    </g>
  ));
}
