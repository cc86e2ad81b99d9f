import type { useStoreApi } from "@xyflow/react";
import type { CanvasEdge, CanvasNode } from "./canvas-records.ts";

type FlowStore = ReturnType<typeof useStoreApi<CanvasNode, CanvasEdge>>;

/**
 * React Flow measures each node that comes into the page, and draws it and its wires once more whatever it finds. Cards say
 * how large they are and where their ports lie: one that is as large as it said is left alone, and so is one without ports,
 * which is seen from afar and says nothing of its size near by.
 */
export function skipKnownSizes(flow: FlowStore): void {
  const state = flow.getState();
  const { updateNodeInternals } = state;
  // In the state itself: where the page comes from the server, React Flow reads its store as it was at first, not as it is.
  state.updateNodeInternals = (updates) => {
    const { nodeLookup } = flow.getState();
    const others = [...updates].filter(([id, { nodeElement }]) => {
      const { handles, measured } = nodeLookup.get(id) ?? {};
      if (handles === undefined) return true;
      const hasPorts = nodeElement.querySelector(".react-flow__handle") !== null;
      return hasPorts && (measured?.width !== nodeElement.offsetWidth || measured.height !== nodeElement.offsetHeight);
    });
    if (others.length > 0) updateNodeInternals(new Map(others));
  };
}
