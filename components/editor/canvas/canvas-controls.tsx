"use client";
import { MiniMap, Panel, useReactFlow, useStore as useFlowStore } from "@xyflow/react";
import type { MiniMapNodeProps } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { startTransition, useEffect, useState } from "react";
import { IconButton } from "#components/ui/icon-button";
import { motionMs } from "../../ui/motion.ts";
import { useEditor, useRun } from "./canvas-context.tsx";
import type { CanvasNode } from "./canvas-records.ts";
import { recordId } from "../editor-store.ts";
import { fitGraph } from "./fit-graph.ts";
import { shownStatus } from "../running/run-words.ts";

export function ZoomControls({ hasMinimap = true }: { hasMinimap?: boolean }) {
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const flow = useReactFlow<CanvasNode>();
  const { zoomIn, zoomOut, zoomTo } = flow;
  const percent = useFlowStore(({ transform }) => Math.round(transform[2] * 100));
  return (
    <Panel position="bottom-right" className="zoom-controls" data-above-minimap={hasMinimap || undefined}>
      <IconButton
        icon={Minus}
        size="sm"
        label="Zoom out"
        shortcut="−"
        onClick={() => void zoomOut({ duration: motionMs(140) })}
      />
      <button
        type="button"
        className="zoom-percent"
        aria-label={`Zoom ${percent} %, back to 100 %`}
        onClick={() => void zoomTo(1, { duration: motionMs(140) })}
      >
        {percent}%
      </button>
      <IconButton
        icon={Plus}
        size="sm"
        label="Zoom in"
        shortcut="+"
        onClick={() => void zoomIn({ duration: motionMs(140) })}
      />
      <IconButton
        icon={Maximize}
        size="sm"
        label="Fit the view"
        shortcut="Shift+1"
        onClick={() => fitGraph(flow, { isReadOnly })}
      />
    </Panel>
  );
}

/** Later than the first view of a large graph. */
const MINIMAP_AFTER_MS = 100;

/** Comes once the canvas is there, since it draws every node once more. */
export function CanvasMinimap() {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setDue(true)), MINIMAP_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isDue) return null;
  return (
    <MiniMap
      position="bottom-right"
      className="minimap"
      ariaLabel="Minimap"
      nodeComponent={MinimapNode}
      maskColor="transparent"
      bgColor="transparent"
      pannable
      zoomable
    />
  );
}

/** A plate in the colour of the node's state; frames are outlines, notes keep their paper. */
function MinimapNode({ id, x, y, width, height }: MiniMapNodeProps) {
  const status = useRun(({ run }) => (run?.nodes[id] ? shownStatus(run.nodes[id]) : undefined));
  const frame = useEditor(({ graph }) => (id.startsWith("frame:") ? graph.groups[recordId(id)] : undefined));
  return (
    <rect
      className={frame && !frame.folded ? "minimap-frame" : "minimap-node"}
      data-status={status}
      data-colour={frame?.colour}
      data-note={id.startsWith("note:") || undefined}
      x={x}
      y={y}
      width={width}
      height={height}
      rx={8}
    />
  );
}
