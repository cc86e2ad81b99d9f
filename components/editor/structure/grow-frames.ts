import { updateGroup } from "#graph/commands/update-records";
import type { NodeLibrary } from "#graph/define-node";
import { mergePatches } from "#graph/merge-patches";
import type { GraphPatch } from "#graph/patch";
import type { Graph } from "#graph/schema";
import { cardOf } from "../nodes/card-of.ts";
import { nodesInFrame } from "./nodes-in-frame.ts";

const PADDING = 14;

/** Widens the frames out of whose right edges nodes of theirs would be moved. */
export function growFrames(graph: Graph, library: NodeLibrary, moving: GraphPatch): GraphPatch {
  return Object.values(graph.groups)
    .filter(({ folded }) => !folded)
    .map((frame): GraphPatch => {
      const rightEdges = nodesInFrame(graph, library, frame).flatMap((id) => {
        const after = moving.nodes?.[id]?.after;
        return after ? after.position.x + (cardOf(graph, library, id)?.width ?? 0) + PADDING : [];
      });
      const width = Math.max(frame.size.width, ...rightEdges.map((edge) => edge - frame.position.x));
      if (width === frame.size.width) return {};
      return updateGroup(graph, { groupId: frame.id, changes: { size: { ...frame.size, width } } });
    })
    .reduce(mergePatches, {});
}
