import { ReactFlow, useEdgesState, useNodesState } from "@xyflow/react";
import type { Edge, Node } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { createRoot } from "react-dom/client";
import type { LargeGraph } from "./large-graph.ts";

declare global {
  interface Window {
    graph: LargeGraph;
  }
}

/** The control of P12: React Flow's own nodes and edges, as many as ours and in the same places, with the settings of our canvas. */
const startNodes: Node[] = Object.values(window.graph.nodes).map(({ id, title, position }) => ({
  id,
  position,
  data: { label: title },
}));
const startEdges: Edge[] = Object.values(window.graph.edges).map(({ id, from, to }) => ({
  id,
  source: from.node,
  target: to.node,
}));
const snapGrid: [number, number] = [20, 20];

function BareCanvas() {
  const [nodes, , onNodesChange] = useNodesState(startNodes);
  const [edges, , onEdgesChange] = useEdgesState(startEdges);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      fitView
      minZoom={0.05}
      snapToGrid
      snapGrid={snapGrid}
      onlyRenderVisibleElements
      selectionOnDrag
      panOnDrag={[1, 2]}
      panOnScroll
      zoomActivationKeyCode={["Control", "Meta"]}
      zoomOnDoubleClick={false}
    />
  );
}

createRoot(document.querySelector("main")!).render(<BareCanvas />);
