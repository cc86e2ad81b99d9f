"use client";
import { ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useLayoutEffect, useMemo, useState } from "react";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { useMay } from "../shell/session-context.tsx";
import { CanvasProvider, createViewStore } from "./canvas-context.tsx";
import type { CanvasEdge, CanvasNode } from "./canvas-records.ts";
import { createEditorStore } from "./editor-store.ts";
import { EditorFrame } from "./editor-frame.tsx";
import { ToolsProvider, createUiStore } from "./editor-tools.ts";
import { fixesFor } from "./fixes.ts";
import type { Fault } from "./fixes.ts";
import { openNodesFor } from "./open-nodes.ts";
import { createRunStore } from "./run-store.ts";
import { hasGrid } from "./grid-choice.ts";
import { newestOf } from "./saved-here.ts";
import { useConnecting } from "./use-connecting.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useWorkflowTools } from "./use-workflow-tools.ts";

export type OpenWorkflow = { id: string; title: string; graph: Graph; version: number; updatedAt: Date };

/** The whole editor of one workflow. Another workflow needs another `key`. */
export function Editor({ workflow: given }: { workflow: OpenWorkflow }) {
  const [workflow] = useState(() => newestOf(given));
  return (
    <ReactFlowProvider>
      <EditorOf workflow={workflow} />
    </ReactFlowProvider>
  );
}

function EditorOf({ workflow }: { workflow: OpenWorkflow }) {
  const mayEdit = useMay("editor");
  const mayRun = useMay("runner");
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const [stores] = useState(() => ({
    editor: createEditorStore({
      graph: workflow.graph,
      library: definitions,
      workflowId: workflow.id,
      isReadOnly: !mayEdit,
    }),
    runs: createRunStore(),
    view: createViewStore(),
    ui: createUiStore(),
  }));
  useLayoutEffect(() => {
    // The server knows no window: where there is no room beside the canvas, panels are closed before they are seen.
    const isWide = window.matchMedia("(min-width: 1200px)").matches;
    const isTouch = window.matchMedia("(pointer: coarse)").matches;
    stores.ui.setState({
      isPaletteOpen: isWide,
      isInspectorOpen: isWide,
      tool: isTouch ? "pan" : "select",
      hasGrid: hasGrid(),
    });
    // Where both would cover the canvas, the one that opens takes the place of the other.
    return stores.ui.subscribe(({ isPaletteOpen, isInspectorOpen }, before) => {
      if (!isPaletteOpen || !isInspectorOpen || window.matchMedia("(width >= 900px)").matches) return;
      stores.ui.setState(before.isPaletteOpen ? { isPaletteOpen: false } : { isInspectorOpen: false });
    });
  }, [stores]);
  const { tools, ...rest } = useWorkflowTools({ workflow, stores, flow, mayEdit, mayRun });
  useShortcuts(tools);
  const connecting = useConnecting(tools);
  const canvas = useMemo(
    () => ({
      ...stores,
      commands: mayEdit
        ? {
            choosePort: connecting.choosePort,
            openNodeMenu: (nodeId: string, menu: { x: number; y: number }) => {
              stores.editor.getState().select([nodeId]);
              stores.ui.setState({ menu });
            },
            insertIntoWire: (edgeId: string, screen: { x: number; y: number }) =>
              openNodesFor(tools, { kind: "edge", edgeId }, screen),
            fixesFor: (fault: Fault) => fixesFor(tools, fault),
          }
        : null,
    }),
    [stores, mayEdit, connecting, tools],
  );
  return (
    <CanvasProvider value={canvas}>
      <ToolsProvider value={tools}>
        <EditorFrame connecting={connecting} {...rest} />
      </ToolsProvider>
    </CanvasProvider>
  );
}
