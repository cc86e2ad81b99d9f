"use client";
import { EdgeLabelRenderer } from "@xyflow/react";
import { Plus } from "lucide-react";
import { useCanvas, useEditor } from "../canvas/canvas-context.tsx";
import { cardOf } from "../nodes/card-of.ts";
import type { Point } from "./wire-route.ts";

/** What lies on a wire at its longest level piece: its value or badge, and the button that puts a node into it. */
export function WireLabel({
  edgeId,
  at,
  canInsert,
  isTabbable,
  drop,
  children,
}: {
  edgeId: string;
  at: Point;
  /** While the wire is hovered or selected. */
  canInsert: boolean;
  isTabbable: boolean;
  /** A node is held over the wire; with the reason why it does not fit. */
  drop: { refusal: string | null } | null;
  children: React.ReactNode;
}) {
  return (
    <EdgeLabelRenderer>
      <div className="wire-label" style={{ transform: `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)` }}>
        {children}
        {canInsert && <InsertButton edgeId={edgeId} isTabbable={isTabbable} />}
        {drop && (
          <p role="status" className="wire-drop" data-refused={drop.refusal !== null || undefined}>
            {drop.refusal ?? "Let go to put it into this wire"}
          </p>
        )}
      </div>
    </EdgeLabelRenderer>
  );
}

function InsertButton({ edgeId, isTabbable }: { edgeId: string; isTabbable: boolean }) {
  const { commands } = useCanvas();
  const name = useEditor(({ graph, library }) => {
    const edge = graph.edges[edgeId];
    const [source, target] = [edge?.from.node, edge?.to.node].map((id) =>
      id ? cardOf(graph, library, id)?.title : null,
    );
    return `Insert a node between ${source ?? "nothing"} and ${target ?? "nothing"}`;
  });
  return (
    <button
      type="button"
      data-wire-insert={edgeId}
      aria-label={name}
      title="Insert a node"
      tabIndex={isTabbable ? 0 : -1}
      className="wire-insert nodrag nopan"
      onClick={(event) => {
        // The wire below would take the press for its own.
        event.stopPropagation();
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        commands?.insertIntoWire(edgeId, { x: left, y: bottom + 4 });
      }}
    >
      <Plus size={12} strokeWidth={2.25} aria-hidden />
    </button>
  );
}
