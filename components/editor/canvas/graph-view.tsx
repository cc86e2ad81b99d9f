"use client";
import { ReactFlowProvider } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { afterPaint } from "../../ui/after-paint.ts";
import type { RunState } from "#graph/run-events";
import { wholePart } from "#graph/run-part";
import type { RunPart } from "#graph/run-part";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { CanvasProvider, createViewStore, type PortEnd } from "./canvas-context.tsx";
import { CanvasMinimap, ZoomControls } from "./canvas-controls.tsx";
import { createEditorStore } from "../editor-store.ts";
import { GraphCanvas, isLarge } from "./graph-canvas.tsx";
import { GraphSketch } from "./graph-sketch.tsx";
import { createRunStore } from "../running/run-store.ts";

type Props = {
  graph: Graph;
  run?: RunState | null;
  /** What of the graph the run covers. */
  part?: RunPart;
  /** Where it can be answered what its nodes ask. */
  runId?: string | null;
  selectedNodeId?: string | null;
  onSelectNode?: (nodeId: string | null) => void;
  /** Ports show what went through them in the run, and open it. */
  onOpenValue?: (end: PortEnd) => void;
  hasMinimap?: boolean;
  /** Each wire is an element of its own however far one is, so that some can be marked. */
  hasEachWire?: boolean;
};

/**
 * A graph to look at, with the state of a run on it: pan, zoom, choose a node. Fills its parent.
 * Another graph needs another `key`; the run and the chosen node may change at any time.
 * A large one is a sketch at first: what is beside it takes clicks before a thousand nodes are made (bench P16).
 */
export function GraphView(props: Props) {
  const [isSketch, setSketch] = useState(() => isLarge(Object.keys(props.graph.nodes).length));
  const [isMade, setMade] = useState(!isSketch);
  useEffect(() => {
    if (!isMade) afterPaint(() => setMade(true));
  }, [isMade]);
  return (
    <div role="group" aria-label="Canvas" className="patch-canvas relative h-full w-full">
      {isSketch && <GraphSketch graph={props.graph} />}
      {isMade && <OpenGraph {...props} onFitted={() => setSketch(false)} />}
    </div>
  );
}

function OpenGraph({
  graph,
  run = null,
  part = wholePart,
  runId = null,
  selectedNodeId = null,
  onSelectNode,
  onOpenValue,
  hasMinimap = false,
  hasEachWire,
  onFitted,
}: Props & { onFitted: () => void }) {
  const openValue = useRef(onOpenValue);
  useEffect(() => {
    openValue.current = onOpenValue;
  });
  const [stores] = useState(() => ({
    editor: createEditorStore({ graph, library: definitions, isReadOnly: true }),
    runs: createRunStore(run),
    view: createViewStore(),
    commands: null,
    ...(onOpenValue && { openValue: (end: PortEnd) => openValue.current?.(end) }),
  }));
  useEffect(() => stores.runs.setState({ run, part, runId }), [stores, run, part, runId]);
  useEffect(() => stores.editor.getState().select(selectedNodeId ? [selectedNodeId] : []), [stores, selectedNodeId]);
  return (
    <CanvasProvider value={stores}>
      <ReactFlowProvider>
        <GraphCanvas
          hasEachWire={hasEachWire}
          onFitted={onFitted}
          nodesDraggable={false}
          nodesConnectable={false}
          elementsSelectable={onSelectNode !== undefined}
          edgesReconnectable={false}
          preventScrolling={false}
          zoomOnScroll={false}
          onNodeClick={(_, node) => node.type === "card" && onSelectNode?.(node.id)}
          onPaneClick={() => onSelectNode?.(null)}
        >
          <ZoomControls hasMinimap={hasMinimap} />
          {hasMinimap && <CanvasMinimap />}
        </GraphCanvas>
      </ReactFlowProvider>
    </CanvasProvider>
  );
}
