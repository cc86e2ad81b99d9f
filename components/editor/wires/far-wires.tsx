"use client";
import { ViewportPortal } from "@xyflow/react";
import { useState } from "react";
import { useStore } from "zustand";
import { useCanvas } from "../canvas/canvas-context.tsx";
import type { CanvasRecords } from "../canvas/canvas-records.ts";
import { createFarDrawing } from "./draw-far.ts";

/**
 * All wires as one drawing, where one looks from so far that none can be pointed at: a thousand wires that are React Flow's
 * are 0.4 s of the opening of a large graph.
 */
export function FarWires({ records }: { records: CanvasRecords }) {
  const { editor, runs, view } = useCanvas();
  const state = useStore(editor);
  const run = useStore(runs, ({ run }) => run);
  const routes = useStore(view, ({ routes }) => routes);
  const [draw] = useState(createFarDrawing);
  return (
    <ViewportPortal>
      <svg className="far-wires" aria-hidden>
        {draw(records, { state, run, routes }).map(({ key, attributes, paths }) => (
          <g key={key} className="wire" {...attributes}>
            {paths.map((path, index) => (
              <path key={index} className="wire-line" d={path} />
            ))}
          </g>
        ))}
      </svg>
    </ViewportPortal>
  );
}
