"use client";
import type { EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { isNear, useCanvas } from "../canvas/canvas-context.tsx";
import type { CanvasEdge } from "../canvas/canvas-records.ts";
import { HANDLE_SIZE } from "../canvas/handle-size.ts";
import { useFields } from "../use-fields.ts";
import { listBadge } from "../running/run-words.ts";
import { useWireBends, WireBends } from "./wire-bends.tsx";
import { WireLabel } from "./wire-label.tsx";
import { flowOf, lookAttributes, wireLook } from "./wire-look.ts";
import { badgePoint, wirePath } from "./wire-path.ts";
import { bendsOf } from "./wire-planner.ts";
import { cornersOf } from "./wire-route.ts";
import type { Point } from "./wire-route.ts";
import { WireValue } from "./wire-value.tsx";
import { wiringOf } from "./wiring-of.ts";

/** Between two ports a badge needs this much, or it covers them. */
const LEAST_BADGE_ROOM = 46;

/** One edge: a line in the kind's colour, a pair where lists pass, with a halo so that crossings read. */
export const Wire = memo(function Wire(props: EdgeProps<CanvasEdge>) {
  const { id, data, selected } = props;
  const { editor, runs, view, commands } = useCanvas();
  // One subscription to each store, or a thousand wires have ten thousand.
  const { planned, drop, isHovered, lod } = useFields(view, ({ routes, dropTarget, hoveredEdge, lod }) => ({
    planned: routes.get(id),
    drop: dropTarget?.edgeId === id ? dropTarget : null,
    isHovered: hoveredEdge === id,
    lod,
  }));
  const ends = endsOf(props);
  const bending = useWireBends(id, bendsOf(data?.record, props), ends);
  const corners = cornersOf({ ...ends, bends: bending.bends }, planned);
  // Of the edge itself: a folded frame may stand for either end on the canvas.
  const { from, to } = data?.record ?? noEnds;
  const { isShared, ...look } = useFields(editor, (state) => ({
    ...wireLook(state, { id, from }),
    // Wires of one output share a trunk: a halo there would cut the others where they leave it.
    isShared: (wiringOf(state.graph).outgoing.get(from.node)?.get(from.port)?.length ?? 0) > 1,
  }));
  const { flow, record } = useFields(runs, ({ run }) => ({
    flow: flowOf(run, { from, to }),
    record: run?.nodes[from.node]?.outputs[from.port],
  }));
  if (!data) return null;
  const path = wirePath(corners);
  // On a trunk the badges of several wires, which say the same, would lie over each other.
  const badge = badgePoint(isShared && corners.length > 2 ? corners.slice(2) : corners);
  const { depth } = look;
  // Farthest away a wire is thinner than a pixel: crossings and its core are not to be told, and no pointer can point at it.
  const isSeen = lod !== "dot";
  const isWhole = isNear(lod);
  const hasBadge = depth > 0 && badge.room >= LEAST_BADGE_ROOM && isWhole;
  const canInsert = commands !== null && isWhole && (isHovered || selected === true) && !drop;
  return (
    <g
      className="wire"
      {...lookAttributes(look, flow)}
      data-hovered={isHovered || undefined}
      data-drop={drop ? (drop.refusal === null ? "fits" : "refused") : undefined}
      onDoubleClick={commands ? bending.add : undefined}
    >
      {isSeen && <path className="wire-halo" d={isShared ? wirePath(corners.slice(2)) : path} />}
      <path className="wire-line" d={path} />
      {isSeen && depth > 0 && <path className="wire-core" d={path} />}
      {isSeen && <path className="wire-hit react-flow__edge-interaction" d={path} />}
      {commands && isWhole && bending.bends.length > 0 && (
        <WireBends edgeId={id} of={bending} isTabbable={selected === true} />
      )}
      {(hasBadge || isHovered || canInsert || drop) && (
        <WireLabel edgeId={id} at={badge} canInsert={canInsert} isTabbable={selected === true} drop={drop}>
          {isHovered && !bending.isHeld && !drop ? (
            <WireValue edgeId={id} record={record} />
          ) : (
            hasBadge && <span className="wire-badge">{listBadge(depth, record)}</span>
          )}
        </WireLabel>
      )}
    </g>
  );
});

/** Where React Flow has the ports is beside them by half a handle. */
function endsOf({ sourceX, sourceY, targetX, targetY }: EdgeProps<CanvasEdge>): { from: Point; to: Point } {
  return { from: { x: sourceX - HANDLE_SIZE / 2, y: sourceY }, to: { x: targetX + HANDLE_SIZE / 2, y: targetY } };
}

const nowhere = { node: "", port: "" };
const noEnds = { from: nowhere, to: nowhere };
