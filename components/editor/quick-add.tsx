"use client";
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { addNodeOfType } from "./canvas-work.ts";
import { useTools } from "./editor-tools.ts";
import { NodeList } from "./node-list.tsx";
import { snapToGrid } from "./place-node.ts";
import { outputType, portOf } from "./port-fit.ts";
import { firstFittingPort, searchNodes } from "./search-nodes.ts";

/** The list of nodes at the point where a wire was dropped or the canvas was double clicked; a wire shows only what fits it. */
export function QuickAdd() {
  const tools = useTools();
  const quickAdd = useStore(tools.ui, (state) => state.quickAdd);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!quickAdd) return;
    function closeOutside(event: PointerEvent) {
      if (event.target instanceof Node && !box.current?.contains(event.target)) tools.ui.setState({ quickAdd: null });
    }
    document.addEventListener("pointerdown", closeOutside, true);
    return () => document.removeEventListener("pointerdown", closeOutside, true);
  }, [quickAdd, tools]);
  if (!quickAdd) return null;
  const state = tools.editor.getState();
  const { from, at, screen } = quickAdd;
  const type = from && (from.side === "output" ? outputType(state, from) : portOf(state, from)?.type);
  return (
    <div
      ref={box}
      role="dialog"
      aria-label="Add a node"
      className="fixed z-40 w-64 animate-appear overflow-hidden rounded-3 border border-strong bg-overlay shadow-3"
      style={{ left: Math.min(screen.x, window.innerWidth - 272), top: Math.min(screen.y, window.innerHeight - 340) }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        tools.ui.setState({ quickAdd: null });
      }}
    >
      <NodeList
        search={(query) => {
          const found = searchNodes(state.library, query);
          return type && from
            ? found.filter((definition) => firstFittingPort(definition, { type, side: from.side }))
            : found;
        }}
        emptyText={
          type ? `No node fits a wire of kind ${type.kind} here.` : "No node has that name, category or port kind."
        }
        onChoose={(definition) => {
          tools.ui.setState({ quickAdd: null });
          // A wire dropped from an input wants its node at the left of the pointer.
          const x = from?.side === "input" ? at.x - 180 : at.x;
          addNodeOfType(tools, definition, { at: { x: snapToGrid(x), y: snapToGrid(at.y - 42) }, from });
        }}
      />
    </div>
  );
}
