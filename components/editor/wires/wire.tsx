"use client";
import type { EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { inferTypes } from "#graph/infer-types";
import type { Kind } from "#graph/kinds";
import type { RunState } from "#graph/run-events";
import { isNear, useCanvas } from "../canvas/canvas-context.tsx";
import type { CanvasEdge } from "../canvas/canvas-records.ts";
import { HANDLE_SIZE } from "../canvas/handle-size.ts";
import { useFields } from "../use-fields.ts";
import { isEdgeOffTrace } from "./lineage.ts";
import { problemIndex } from "../problems/problem-index.ts";
import { listBadge } from "../running/run-words.ts";
import { useWireBends, WireBends } from "./wire-bends.tsx";
import { WireLabel } from "./wire-label.tsx";
import { badgePoint, wirePath } from "./wire-path.ts";
import { bendsOf } from "./wire-planner.ts";
import { routeThrough, routeWire } from "./wire-route.ts";
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
  const corners = cornersOf(ends, planned, bending);
  // Of the edge itself: a folded frame may stand for either end on the canvas.
  const { node: source = "", port = "" } = data?.record.from ?? {};
  const target = data?.record.to.node ?? "";
  const { kind, depth, isShared, isRefused, isOffTrace } = useFields(editor, (state) => {
    const output = inferTypes(state.graph, state.library).get(source)?.outputs[port];
    const kind: Kind | "any" = output?.type.kind ?? "any";
    return {
      kind,
      depth: output?.dims.length ?? 0,
      // Wires of one output share a trunk: a halo there would cut the others where they leave it.
      isShared: (wiringOf(state.graph).outgoing.get(source)?.get(port)?.length ?? 0) > 1,
      isRefused: problemIndex(state.problems).refusedEdges.has(id),
      isOffTrace: isEdgeOffTrace(state, id),
    };
  });
  const { flow, record } = useFields(runs, ({ run }) => ({
    flow: flowOf(run, { source, port, target }),
    record: run?.nodes[source]?.outputs[port],
  }));
  if (!data) return null;
  const path = wirePath(corners);
  // On a trunk the badges of several wires, which say the same, would lie over each other.
  const badge = badgePoint(isShared && corners.length > 2 ? corners.slice(2) : corners);
  // Farthest away a wire is thinner than a pixel: crossings and its core are not to be told, and no pointer can point at it.
  const isSeen = lod !== "dot";
  const isWhole = isNear(lod);
  const hasBadge = depth > 0 && badge.room >= LEAST_BADGE_ROOM && isWhole;
  const canInsert = commands !== null && isWhole && (isHovered || selected === true) && !drop;
  return (
    <g
      className="wire"
      data-kind={kind}
      data-list={depth > 0 || undefined}
      data-flow={flow}
      data-refused={isRefused || undefined}
      data-hovered={isHovered || undefined}
      data-drop={drop ? (drop.refusal === null ? "fits" : "refused") : undefined}
      data-off-trace={isOffTrace || undefined}
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

/** Values travel, or none came and none will. */
function flowOf(
  run: RunState | null,
  { source, port, target }: { source: string; port: string; target: string },
): "live" | "dry" | undefined {
  if (run?.nodes[target]?.status === "running") return "live";
  const from = run?.nodes[source];
  const hasNothing = from?.status === "skipped" || from?.status === "failed" || from?.status === "cancelled";
  return hasNothing || (from?.status === "succeeded" && !from.outputs[port]) ? "dry" : undefined;
}

/** Where React Flow has the ports is beside them by half a handle. */
function endsOf({ sourceX, sourceY, targetX, targetY }: EdgeProps<CanvasEdge>): { from: Point; to: Point } {
  return { from: { x: sourceX - HANDLE_SIZE / 2, y: sourceY }, to: { x: targetX + HANDLE_SIZE / 2, y: targetY } };
}

/** The planned route where both ends still lie where it was planned; a simple one while something is dragged. */
function cornersOf(
  { from, to }: { from: Point; to: Point },
  planned: Point[] | undefined,
  { bends }: Pick<ReturnType<typeof useWireBends>, "bends">,
): Point[] {
  if (bends.length > 0) return routeThrough(from, to, bends);
  return planned && isAt(planned[0], from) && isAt(planned.at(-1), to) ? planned : routeWire(from, to, []);
}

function isAt(a: Point | undefined, b: Point): boolean {
  return a !== undefined && Math.abs(a.x - b.x) < 1.5 && Math.abs(a.y - b.y) < 1.5;
}
