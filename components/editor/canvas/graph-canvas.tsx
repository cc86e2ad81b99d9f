"use client";
import { Background, BackgroundVariant, ReactFlow, SelectionMode, useReactFlow, useStoreApi } from "@xyflow/react";
import type { EdgeChange, NodeChange, ReactFlowProps } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { whenIdle } from "../../ui/when-idle.ts";
import { isNear, levelOfDetail, useCanvas } from "./canvas-context.tsx";
import type { LevelOfDetail } from "./canvas-context.tsx";
import { createCanvasRecords } from "./canvas-records.ts";
import type { CanvasEdge, CanvasNode, CanvasRecords } from "./canvas-records.ts";
import "./canvas.css";
import "../nodes/node-card.css";
import "../nodes/node-values.css";
import "../nodes/node-plate.css";
import "../wires/wires.css";
import "./note-card.css";
import "../structure/frames.css";
import "./drag-guides.css";
import "./canvas-controls.css";
import "../editor.css";
import { MIN_ZOOM, fitGraph } from "./fit-graph.ts";
import { isSameGeometry } from "./is-same-geometry.ts";
import { skipKnownSizes } from "./skip-known-sizes.ts";
import { FoldedFrame } from "../structure/folded-frame.tsx";
import { FrameGrounds } from "../structure/frame-grounds.tsx";
import { FrameCard } from "../structure/frame-card.tsx";
import { NodeCard } from "../nodes/node-card.tsx";
import { NoteCard } from "./note-card.tsx";
import { GRID } from "../adding/place-node.ts";
import { planWires } from "../wires/wire-planner.ts";
import { FarWires } from "../wires/far-wires.tsx";
import { Wire } from "../wires/wire.tsx";

// Constants: React Flow mounts every node anew when these objects change.
const nodeTypes = { card: NodeCard, note: NoteCard, frame: FrameCard, folded: FoldedFrame };
const edgeTypes = { wire: Wire };
const noEdges: CanvasEdge[] = [];
const snapGrid: [number, number] = [GRID, GRID];
const proOptions = { hideAttribution: true };
/** From here on, nodes out of sight are not in the page: below it, mounting them while panning costs more than it saves. */
const VISIBLE_ONLY_FROM = 200;
/** Beside all nodes, so that none is drawn in full before the view is fitted and most are plates. */
const nowhere = { x: -1e8, y: -1e8, zoom: MIN_ZOOM };

/** Its nodes are in the page only while they are in sight. */
export function isLarge(nodeCount: number): boolean {
  return nodeCount >= VISIBLE_ONLY_FROM;
}

export type CanvasRecordsStore = ReturnType<typeof createCanvasRecords>;

/** The canvas itself, for looking and for editing: what differs comes in as React Flow's own props. */
export function GraphCanvas({
  children,
  carried,
  snap,
  hasEachWire = false,
  onFitted,
  ...flowProps
}: Omit<ReactFlowProps<CanvasNode, CanvasEdge>, "nodes" | "edges"> & {
  /** By frame, the canvas ids that go with it while it is dragged. */
  carried?: React.RefObject<ReadonlyMap<string, readonly string[]>>;
  /** Where nodes that are dragged go in place of where the pointer has them. */
  snap?: (changes: NodeChange<CanvasNode>[]) => NodeChange<CanvasNode>[];
  /** Each wire is an element of its own from afar as well, for who marks some of them. */
  hasEachWire?: boolean;
  /** The graph is drawn, as large as the canvas shows it whole. */
  onFitted?: () => void;
}) {
  const { editor, view } = useCanvas();
  const store = useCanvasRecords();
  const records = useStore(store);
  const { nodes, edges } = records;
  const isDrawnFar = useStore(view, (state) => state.isDrawnFar);
  const flow = useStoreApi<CanvasNode, CanvasEdge>();
  // Before React Flow draws anything, since it keeps the function that it finds then.
  useState(() => skipKnownSizes(flow));

  // These stay the same functions while something is dragged: React Flow hands them to every wire, and asks every node anew
  // whether another function changes anything.
  const handlers = useMemo(
    () => ({
      onNodesChange: (changes: NodeChange<CanvasNode>[]) => {
        const selection = new Set(editor.getState().selection);
        let isSelectionChanged = false;
        for (const change of changes) {
          if (change.type !== "select") continue;
          isSelectionChanged = true;
          if (change.selected) selection.add(change.id);
          else selection.delete(change.id);
        }
        if (isSelectionChanged) editor.getState().select(selection);
        const others = changes.filter(({ type }) => type === "dimensions" || type === "position");
        if (others.length > 0) store.change(snap ? snap(others) : others, goingAlong(carried));
      },
      onEdgesChange: (changes: EdgeChange<CanvasEdge>[]) => {
        const selection = new Set(editor.getState().selection);
        for (const change of changes) {
          if (change.type !== "select") continue;
          if (change.selected) selection.add(change.id);
          else selection.delete(change.id);
        }
        editor.getState().select(selection);
      },
      onEdgeMouseEnter: (_: unknown, { id }: CanvasEdge) => view.setState({ hoveredEdge: id }),
      onEdgeMouseLeave: () => view.setState({ hoveredEdge: null }),
    }),
    [editor, view, store, snap, carried],
  );

  const { isReadOnly } = editor.getState();
  const isVisibleOnly = isLarge(nodes.length);
  return (
    <ReactFlow<CanvasNode, CanvasEdge>
      nodes={nodes}
      edges={isDrawnFar ? noEdges : edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      {...handlers}
      reconnectRadius={8}
      snapToGrid
      snapGrid={snapGrid}
      minZoom={MIN_ZOOM}
      maxZoom={2}
      onInit={(flow) => {
        fitGraph(flow, { isReadOnly, duration: 0 });
        onFitted?.();
      }}
      onlyRenderVisibleElements={isVisibleOnly}
      {...(isVisibleOnly && { defaultViewport: nowhere })}
      selectionMode={SelectionMode.Partial}
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      elevateNodesOnSelect={false}
      connectOnClick={false}
      deleteKeyCode={null}
      zoomOnDoubleClick={false}
      proOptions={proOptions}
      {...flowProps}
    >
      <Background variant={BackgroundVariant.Dots} gap={GRID} size={2} color="var(--canvas-dot)" offset={0} />
      <DetailByZoom hasEachWire={hasEachWire} />
      <FrameGrounds nodes={nodes} />
      {isDrawnFar && <FarWires records={records} />}
      {children}
    </ReactFlow>
  );
}

/** Titles of plates keep their size on the screen; a step of zoom this small is not worth new styles for a thousand of them. */
const ZOOM_STEP = 1.1;
/** After the last step of a zoom. */
const REST_MS = 150;

/** Tells nodes and CSS how near one is. CSS does most of it, from attributes of the canvas; only plates are other elements. */
function DetailByZoom({ hasEachWire }: { hasEachWire: boolean }) {
  const { view } = useCanvas();
  const flow = useStoreApi();
  // Before React Flow draws the nodes for a new zoom, so that none is drawn in full only to become a plate at once.
  useLayoutEffect(() => {
    let zoomShown = 0;
    let zoomBefore = 0;
    let rest: ReturnType<typeof setTimeout> | undefined;
    /** As one from afar; where they can be pointed at, each by itself once the zoom rests, so that no step of it takes long. */
    function drawWires(lod: LevelOfDetail) {
      clearTimeout(rest);
      const { isDrawnFar } = view.getState();
      if (lod === "dot" && !isDrawnFar) {
        // Nothing says any more that the pointer has left the wire that it was over.
        view.setState({ isDrawnFar: true, hoveredEdge: null });
        // At once, or it would draw for the new zoom what it is about to be told that it has no longer.
        flow.getState().setEdges(noEdges);
      } else if (lod !== "dot" && isDrawnFar) {
        rest = setTimeout(() => view.setState({ isDrawnFar: false }), isNear(lod) ? 0 : REST_MS);
      }
    }
    function follow() {
      const { transform, domNode } = flow.getState();
      const zoom = transform[2];
      const lod = levelOfDetail(zoom);
      if (view.getState().lod !== lod) view.setState({ lod });
      const isOtherZoom = zoom !== zoomBefore;
      zoomBefore = zoom;
      if (isOtherZoom && !hasEachWire) drawWires(lod);
      const root = domNode?.parentElement;
      if (!root) return;
      if (root.dataset.lod !== lod) root.dataset.lod = lod;
      if (lod !== "plate" || Math.max(zoom / zoomShown, zoomShown / zoom) < ZOOM_STEP) return;
      zoomShown = zoom;
      root.style.setProperty("--zoom", String(zoom));
    }
    follow();
    const stops = [
      flow.subscribe(follow),
      view.subscribe(({ hoveredEdge }, before) => {
        if (hoveredEdge === before.hoveredEdge) return;
        flow.getState().domNode?.parentElement?.toggleAttribute("data-wire-hovered", hoveredEdge !== null);
      }),
    ];
    return () => {
      clearTimeout(rest);
      stops.forEach((stop) => stop());
    };
  }, [flow, view, hasEachWire]);
  return null;
}

const noneCarried: ReadonlyMap<string, readonly string[]> = new Map();

/** Asked for at each change: what is dragged now. */
function goingAlong(carried: React.RefObject<ReadonlyMap<string, readonly string[]>> | undefined) {
  return carried?.current ?? noneCarried;
}

function useCanvasRecords(): CanvasRecordsStore {
  const { editor, view } = useCanvas();
  const { getNodes } = useReactFlow();
  const [records] = useState(() => createCanvasRecords(editor));
  useEffect(() => records.follow(view), [records, view]);
  useEffect(() => {
    let cancel = () => {};
    let planned: CanvasRecords | undefined;
    let routes = view.getState().routes;
    function plan() {
      cancel();
      const now = records.getState();
      // What is chosen, and that something begins to be dragged, moves no wire.
      if (planned && isSameGeometry(planned, now)) return;
      // While something is dragged its wires take a simple route; all are planned when it lies still.
      if (getNodes().some(({ dragging }) => dragging)) return;
      planned = now;
      routes = planWires(now, editor.getState(), routes);
      show();
    }
    function show() {
      // Seen as dots, nodes hide whatever runs into them: the ways around them are shown when one comes nearer.
      if (view.getState().lod !== "dot" && view.getState().routes !== routes) view.setState({ routes });
    }
    function planWhenIdle() {
      cancel();
      cancel = whenIdle(plan);
    }
    function planSoon() {
      if (view.getState().lod === "dot") return planWhenIdle();
      cancel();
      const timer = setTimeout(plan, 30);
      cancel = () => clearTimeout(timer);
    }
    // A large graph is drawn as dots, mostly, once it has been fitted into the view: first it is to be on the screen.
    if (isLarge(records.getState().nodes.length)) planWhenIdle();
    else plan();
    const stops = [
      records.subscribe(planSoon),
      view.subscribe(({ lod }, before) => {
        if (before.lod === lod || lod === "dot") return;
        plan();
        show();
      }),
    ];
    return () => {
      cancel();
      stops.forEach((stop) => stop());
    };
  }, [records, editor, view, getNodes]);
  return records;
}
