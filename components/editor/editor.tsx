"use client";
import { ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useSearchParams } from "next/navigation";
import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { useMay, useSession } from "../shell/session-context.tsx";
import { CanvasProvider, createViewStore } from "./canvas/canvas-context.tsx";
import type { CanvasEdge, CanvasNode } from "./canvas/canvas-records.ts";
import { RenderBoundary } from "#components/ui/render-boundary";
import { isLarge } from "./canvas/graph-canvas.tsx";
import { whenIdle } from "../ui/when-idle.ts";
import { createEditorStore } from "./editor-store.ts";
import { EditorFailure } from "./saving/editor-failure.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import { ToolsProvider, createUiStore } from "./editor-tools.ts";
import { fixesFor } from "./problems/fixes.ts";
import type { Fault } from "./problems/fixes.ts";
import { openNodesFor } from "./canvas/open-nodes.ts";
import { phone } from "./canvas/use-is-phone.ts";
import { chosenView, viewOfAddress } from "./outline/view-choice.ts";
import { createRunStore } from "./running/run-store.ts";
import { hasGrid } from "./canvas/grid-choice.ts";
import { keepHistory, keptHistory } from "./saving/kept-history.ts";
import { newestOf } from "./saving/saved-here.ts";
import { useConnecting } from "./wires/use-connecting.ts";
import { useShortcuts } from "./keys/use-shortcuts.ts";
import { useWorkflowTools } from "./use-workflow-tools.ts";

export type OpenWorkflow = { id: string; title: string; graph: Graph; version: number; updatedAt: Date };

/** The whole editor of one workflow, whose graph comes as text, which React does not take apart on its way. Another workflow needs another `key`. */
export function Editor({ workflow: given }: { workflow: Omit<OpenWorkflow, "graph"> & { graph: string } }) {
  const [workflow] = useState(() => newestOf({ ...given, graph: JSON.parse(given.graph) as Graph }));
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
  const { user } = useSession();
  const searchParams = useSearchParams();
  // When the page was opened; later on the person decides.
  const [asked] = useState(() => viewOfAddress(searchParams));
  const [isLargeAtFirst] = useState(() => isLarge(Object.keys(workflow.graph.nodes).length));
  const [stores] = useState(() => ({
    editor: createEditorStore({
      graph: workflow.graph,
      library: definitions,
      workflowId: workflow.id,
      isReadOnly: !mayEdit,
      isCheckedLater: isLargeAtFirst,
      history: keptHistory(workflow.id),
    }),
    runs: createRunStore(),
    view: createViewStore(),
    ui: createUiStore({ view: asked ?? "canvas" }),
  }));
  useLayoutEffect(() => {
    // The server knows no window: where there is no room beside the canvas, panels are closed before they are seen.
    const isWide = window.matchMedia("(min-width: 1200px)").matches;
    const isPhone = window.matchMedia(phone).matches;
    const isTouch = window.matchMedia("(pointer: coarse)").matches;
    stores.ui.setState({
      isPaletteOpen: isWide,
      isInspectorOpen: isWide,
      tool: isTouch ? "pan" : "select",
      hasGrid: hasGrid(),
      // On a phone the canvas is for looking, and the outline can do all.
      view: asked ?? chosenView(user.id) ?? (isPhone ? "outline" : "canvas"),
    });
    // Where both would cover the canvas, the one that opens takes the place of the other.
    return stores.ui.subscribe(({ isPaletteOpen, isInspectorOpen }, before) => {
      if (!isPaletteOpen || !isInspectorOpen || window.matchMedia("(width >= 900px)").matches) return;
      stores.ui.setState(before.isPaletteOpen ? { isPaletteOpen: false } : { isInspectorOpen: false });
    });
  }, [stores, asked, user.id]);
  // What is wrong with a large graph is said once it is on the screen.
  useEffect(
    () => (isLargeAtFirst ? whenIdle(() => stores.editor.getState().check()) : undefined),
    [isLargeAtFirst, stores],
  );
  useEffect(() => () => keepHistory(workflow.id, stores.editor.getState()), [workflow.id, stores]);
  const { tools, keepNow, ...rest } = useWorkflowTools({ workflow, stores, flow, mayEdit, mayRun });
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
        <RenderBoundary
          fallback={({ error, retry }) => (
            <EditorFailure
              error={error}
              onRetry={retry}
              keepNow={keepNow}
              autosave={rest.autosave}
              file={() => ({ title: rest.title, graph: stores.editor.getState().graph })}
            />
          )}
        >
          <EditorFrame connecting={connecting} {...rest} />
        </RenderBoundary>
      </ToolsProvider>
    </CanvasProvider>
  );
}
