"use client";
import type { EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { useStore } from "zustand";
import { inferTypes } from "#graph/infer-types";
import type { Kind } from "#graph/kinds";
import { ValuePreview } from "../runs/value-preview.tsx";
import { useCanvas, useEditor, useLevelOfDetail, useRun } from "./canvas-context.tsx";
import type { CanvasEdge } from "./canvas-records.ts";
import { HANDLE_SIZE } from "./handle-size.ts";
import { isEdgeOffTrace } from "./lineage.ts";
import { overImageOf } from "./over-image.ts";
import { flowText, listBadge } from "./run-words.ts";
import { WireLabel } from "./wire-label.tsx";
import { badgePoint, wirePath } from "./wire-path.ts";
import { routeWire } from "./wire-route.ts";
import type { Point } from "./wire-route.ts";
import { wiringOf } from "./wiring-of.ts";

/** Between two ports a badge needs this much, or it covers them. */
const LEAST_BADGE_ROOM = 46;

/** One edge: a line in the kind's colour, a pair where lists pass, with a halo so that crossings read. */
export const Wire = memo(function Wire(props: EdgeProps<CanvasEdge>) {
  const { id, data, selected } = props;
  const corners = useCorners(props);
  const { editor, view, commands } = useCanvas();
  const drop = useStore(view, ({ dropTarget }) => (dropTarget?.edgeId === id ? dropTarget : null));
  const isOffTrace = useEditor((state) => isEdgeOffTrace(state, id));
  const isHovered = useStore(view, ({ hoveredEdge }) => hoveredEdge === id);
  // Of the edge itself: a folded frame may stand for either end on the canvas.
  const { node: source = "", port = "" } = data?.record.from ?? {};
  const target = data?.record.to.node ?? "";
  const kind = useEditor(
    (state): Kind | "any" => inferTypes(state.graph, state.library).get(source)?.outputs[port]?.type.kind ?? "any",
  );
  const depth = useEditor(
    (state) => inferTypes(state.graph, state.library).get(source)?.outputs[port]?.dims.length ?? 0,
  );
  // Wires of one output share a trunk: a halo there would cut the others where they leave it.
  const isShared = useEditor(({ graph }) => (wiringOf(graph).outgoing.get(source)?.get(port)?.length ?? 0) > 1);
  const isRefused = useEditor(({ problems }) =>
    problems.some(({ edgeId, severity }) => edgeId === id && severity === "error"),
  );
  const flow = useRun(({ run }): "live" | "dry" | undefined => {
    const from = run?.nodes[source];
    if (run?.nodes[target]?.status === "running") return "live";
    const hasNothing = from?.status === "skipped" || from?.status === "failed" || from?.status === "cancelled";
    return hasNothing || (from?.status === "succeeded" && !from.outputs[port]) ? "dry" : undefined;
  });
  const record = useRun(({ run }) => run?.nodes[source]?.outputs[port]);
  const overImage = useRun(({ run }) =>
    isHovered && run && record
      ? overImageOf(editor.getState().graph, run.nodes, { nodeId: source, record })
      : undefined,
  );
  const lod = useLevelOfDetail();
  if (!data) return null;
  const path = wirePath(corners);
  // On a trunk the badges of several wires, which say the same, would lie over each other.
  const badge = badgePoint(isShared && corners.length > 2 ? corners.slice(2) : corners);
  const isNear = lod === "full" || lod === "preview";
  const hasBadge = depth > 0 && badge.room >= LEAST_BADGE_ROOM && isNear;
  const canInsert = commands !== null && isNear && (isHovered || selected === true) && !drop;
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
    >
      <path className="wire-halo" d={isShared ? wirePath(corners.slice(2)) : path} />
      <path className="wire-line" d={path} />
      {depth > 0 && <path className="wire-core" d={path} />}
      <path className="wire-hit react-flow__edge-interaction" d={path} />
      {(hasBadge || isHovered || canInsert || drop) && (
        <WireLabel edgeId={id} at={badge} canInsert={canInsert} isTabbable={selected === true} drop={drop}>
          {isHovered && record ? (
            <div className="wire-value">
              <ValuePreview record={record} size="node" overImage={overImage} />
              <span>{flowText(record)}</span>
            </div>
          ) : (
            hasBadge && <span className="wire-badge">{listBadge(depth, record)}</span>
          )}
        </WireLabel>
      )}
    </g>
  );
});

/** The planned route where both ends still lie where it was planned; a simple one while something is dragged. */
function useCorners({ id, sourceX, sourceY, targetX, targetY }: EdgeProps<CanvasEdge>): Point[] {
  const { view } = useCanvas();
  const planned = useStore(view, ({ routes }) => routes.get(id));
  const from = { x: sourceX - HANDLE_SIZE / 2, y: sourceY };
  const to = { x: targetX + HANDLE_SIZE / 2, y: targetY };
  return planned && isAt(planned[0], from) && isAt(planned.at(-1), to) ? planned : routeWire(from, to, []);
}

function isAt(a: Point | undefined, b: Point): boolean {
  return a !== undefined && Math.abs(a.x - b.x) < 1.5 && Math.abs(a.y - b.y) < 1.5;
}
