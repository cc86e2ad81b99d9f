"use client";
import { ConnectionMode, Panel } from "@xyflow/react";
import type { Node, XYPosition } from "@xyflow/react";
import { Hand, MousePointer2 } from "lucide-react";
import { memo, useLayoutEffect, useRef } from "react";
import { useStore } from "zustand";
import { moveRecords } from "#graph/commands/move-records";
import { IconButton } from "#components/ui/icon-button";
import { ActionIcon } from "../actions/action-button.tsx";
import { isNear, useCanvas, useEditor } from "./canvas-context.tsx";
import { CanvasMinimap, ZoomControls } from "./canvas-controls.tsx";
import type { CanvasNode } from "./canvas-records.ts";
import { ConnectionLine } from "../wires/connection-line.tsx";
import { DragGuides, LassoLoop } from "./drag-guides.tsx";
import { takeDropped } from "../dropping/take-dropped.ts";
import { recordId } from "../editor-store.ts";
import { useTools } from "../editor-tools.ts";
import { TogetherLayer } from "../../together/together-layer.tsx";
import { EmptyCanvas } from "../adding/empty-canvas.tsx";
import { FindPanel } from "../finding/find-panel.tsx";
import { GraphCanvas } from "./graph-canvas.tsx";
import { nodesInFrame } from "../structure/nodes-in-frame.ts";
import { useIsMinimapShown } from "./minimap-choice.ts";
import { NODE_TYPE_MEDIA } from "../adding/palette.tsx";
import { snapToGrid } from "../adding/place-node.ts";
import { beginAtPlace, openChosenWorkflow } from "../structure/open-inner.ts";
import { ProblemsPanel } from "../problems/problems-panel.tsx";
import type { useConnecting } from "../wires/use-connecting.ts";
import { useDragGuides } from "./use-drag-guides.ts";
import { useSelectionGestures } from "../selection/use-selection-gestures.ts";
import { useIsPhone } from "./use-is-phone.ts";
import { useLongPress } from "./use-long-press.ts";
import { useWireDrop } from "../wires/use-wire-drop.ts";

/** The canvas as one edits it: moves, wires, drops, and the tools in its corners. Memoized, or each save would ask every node anew. */
export const EditorCanvas = memo(function EditorCanvas({
  connecting,
}: {
  connecting: ReturnType<typeof useConnecting>;
}) {
  const tools = useTools();
  const { editor, ui, flow } = tools;
  const isPhone = useIsPhone();
  const mayEdit = tools.mayEdit && !isPhone;
  const isBehind = useStore(ui, ({ view }) => view === "outline");
  const { view } = useCanvas();
  // Where ports are too small to draw a wire from, its ends are too small to be taken hold of.
  const canHoldEnds = useStore(view, ({ lod }) => isNear(lod));
  useLayoutEffect(() => view.setState({ isBehind }), [view, isBehind]);
  const tool = useStore(ui, (state) => state.tool);
  const isMinimapShown = useIsMinimapShown();
  const isConnecting = useEditor((state) => state.connecting !== null);
  const wireDrop = useWireDrop();
  const carried = useRef<ReadonlyMap<string, readonly string[]>>(new Map());
  const hasGrid = useStore(ui, (state) => state.hasGrid);
  const gestures = useSelectionGestures();
  const guides = useDragGuides(carried);

  function startDrag(dragged: readonly Node[]) {
    view.setState({ isDragging: true });
    // Of the window, which hears of it even where the drag ends as something else, such as a pinch.
    const held = new AbortController();
    const end = () => {
      held.abort();
      view.setState({ isDragging: false });
    };
    for (const type of ["pointerup", "pointercancel"]) window.addEventListener(type, end, { signal: held.signal });
    const { graph, library } = editor.getState();
    carried.current = new Map(
      dragged.flatMap(({ id }) => {
        const frame = id.startsWith("frame:") ? graph.groups[recordId(id)] : undefined;
        return frame ? [[id, nodesInFrame(graph, library, frame)] as const] : [];
      }),
    );
  }

  /** One patch for all that was dragged, when it lies still. */
  function endDrag(dragged: readonly CanvasNode[]) {
    const { graph, apply } = editor.getState();
    const ids = new Set([...dragged.map(({ id }) => id), ...[...carried.current.values()].flat()]);
    const positions: Record<string, XYPosition> = {};
    for (const id of ids) {
      const node = flow.getNode(id);
      if (node) positions[recordId(id)] = { x: Math.round(node.position.x), y: Math.round(node.position.y) };
    }
    carried.current = new Map();
    guides.clear();
    const [only] = dragged;
    const at = only && positions[only.id];
    if (only?.type === "card" && at && wireDrop.dropNode(only.id, at)) return;
    apply(moveRecords(graph, positions), { label: "Move" });
  }

  function drop(event: React.DragEvent) {
    event.preventDefault();
    const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const at = { x: snapToGrid(point.x - 80), y: snapToGrid(point.y - 16) };
    const type = event.dataTransfer.getData(NODE_TYPE_MEDIA);
    if (type) wireDrop.dropEntry(type, at);
    else if (event.dataTransfer.files.length > 0) void takeDropped(tools, [...event.dataTransfer.files], at);
  }

  /** Of what is under the pointer or the finger, else of the canvas. */
  function openMenu(target: Element, at: XYPosition) {
    const id = canvasIdAt(target);
    const { selection, select } = editor.getState();
    if (id && !selection.has(id)) select([id]);
    if (!id && target.matches(".react-flow__pane")) select([]);
    ui.setState({ menu: at });
  }
  const longPress = useLongPress(openMenu);

  return (
    <div
      role="group"
      aria-label="Canvas"
      data-region
      data-connecting={isConnecting || undefined}
      data-tool={tool}
      tabIndex={-1}
      // Behind the outline it goes on, since sizes and places of nodes are measured in it.
      inert={isBehind}
      className="patch-canvas relative [grid-area:1/1] inert:invisible min-h-0 min-w-0 outline-none focus-visible:shadow-none!"
      onPointerDownCapture={gestures.onPointerDownCapture}
      onDragOver={(event) => {
        if (!mayEdit) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        wireDrop.holdEntry(flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof globalThis.Node && currentTarget.contains(relatedTarget))) wireDrop.leave();
      }}
      onDrop={(event) => mayEdit && drop(event)}
      onDoubleClick={(event) => {
        if (!mayEdit || !(event.target instanceof Element) || !event.target.matches(".react-flow__pane")) return;
        const screen = { x: event.clientX, y: event.clientY };
        ui.setState({ quickAdd: { at: flow.screenToFlowPosition(screen), screen, wish: { kind: "add" } } });
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        if (event.target instanceof Element) openMenu(event.target, { x: event.clientX, y: event.clientY });
      }}
      {...longPress}
    >
      <GraphCanvas
        carried={carried}
        snap={guides.snap}
        snapToGrid={hasGrid}
        onSelectionEnd={gestures.onSelectionEnd}
        nodesDraggable={mayEdit}
        nodesConnectable={mayEdit}
        connectionMode={ConnectionMode.Strict}
        connectionRadius={24}
        connectionLineComponent={ConnectionLine}
        edgesReconnectable={mayEdit && canHoldEnds}
        isValidConnection={() => true}
        selectionOnDrag={tool !== "pan" && !isPhone}
        panOnDrag={tool === "pan" || isPhone ? true : [1, 2]}
        panOnScroll
        zoomActivationKeyCode={["Control", "Meta"]}
        multiSelectionKeyCode={["Shift", "Control", "Meta"]}
        selectionKeyCode="Shift"
        onInit={() => beginAtPlace(tools)}
        onNodeClick={({ target, shiftKey, ctrlKey, metaKey }, { id }) => {
          // Of several that are chosen, a click chooses the one; React Flow leaves them all, as for a drag.
          if (shiftKey || ctrlKey || metaKey || (target instanceof Element && target.closest("button, a, input")))
            return;
          if (editor.getState().selection.size > 1) editor.getState().select([id]);
        }}
        onNodeDoubleClick={({ target }, { id }) => {
          // Its title is renamed so, and fields have a use of their own for it.
          if (target instanceof Element && target.closest("h3, input, textarea, button, select")) return;
          editor.getState().select([id]);
          openChosenWorkflow(tools);
        }}
        onNodeDragStart={(_, __, dragged) => startDrag(dragged)}
        onNodeDrag={(_, __, dragged) => wireDrop.holdNode(dragged)}
        onNodeDragStop={(_, __, dragged) => endDrag(dragged)}
        onSelectionDragStart={(_, dragged) => startDrag(dragged)}
        onSelectionDragStop={(_, dragged) => endDrag(dragged)}
        onConnectStart={connecting.onConnectStart}
        onConnect={connecting.onConnect}
        onConnectEnd={connecting.onConnectEnd}
        onReconnect={connecting.onReconnect}
        onPaneClick={() => editor.getState().setConnecting(null)}
      >
        {mayEdit && (
          <Panel position="top-left" className="canvas-tools">
            <div role="toolbar" aria-label="Canvas tools" className="flex items-center gap-px">
              <IconButton
                icon={MousePointer2}
                label="Select"
                isPressed={tool === "select"}
                onClick={() => ui.setState({ tool: "select" })}
              />
              <ActionIcon id="lasso" isPressed={tool === "lasso"} />
              <IconButton
                icon={Hand}
                label="Move the canvas"
                shortcut="Space"
                isPressed={tool === "pan"}
                onClick={() => ui.setState({ tool: "pan" })}
              />
              <i aria-hidden className="mx-1 h-4 w-px bg-line-strong" />
              <ActionIcon id="add-note" />
              <ActionIcon id="add-frame" />
              <ActionIcon id="tidy" />
              <ActionIcon id="toggle-grid" isPressed={hasGrid} />
            </div>
          </Panel>
        )}
        <DragGuides />
        <TogetherLayer together={tools.together} />
        <ZoomControls hasMinimap={isMinimapShown} />
        {isMinimapShown && <CanvasMinimap />}
        {mayEdit && <EmptyCanvas />}
      </GraphCanvas>
      <LassoLoop />
      {!isBehind && <ProblemsPanel />}
      {!isBehind && <FindPanel />}
    </div>
  );
});

/** Of the node or the wire that an element of the canvas belongs to. */
function canvasIdAt(element: Element): string | null {
  const record = element.closest("[data-node-id], .react-flow__edge");
  return record?.getAttribute(record.matches(".react-flow__edge") ? "data-id" : "data-node-id") ?? null;
}
