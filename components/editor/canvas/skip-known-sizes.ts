import type { useStoreApi } from "@xyflow/react";
import type { CanvasEdge, CanvasNode } from "./canvas-records.ts";

type FlowStore = ReturnType<typeof useStoreApi<CanvasNode, CanvasEdge>>;

/**
 * React Flow measures each node that comes into the page, and draws it and its wires once more whatever it finds. Cards say
 * how large they are and where their ports lie: one that is as large as it said is left alone.
 */
export function skipKnownSizes(flow: FlowStore): void {
  const { updateNodeInternals } = flow.getState();
  flow.setState({
    updateNodeInternals: (updates) => {
      const { nodeLookup } = flow.getState();
      const others = [...updates].filter(([id, { nodeElement }]) => {
        const { handles, measured } = nodeLookup.get(id) ?? {};
        const isAsSaid = measured?.width === nodeElement.offsetWidth && measured.height === nodeElement.offsetHeight;
        return handles === undefined || !isAsSaid;
      });
      if (others.length > 0) updateNodeInternals(new Map(others));
    },
  });
}
