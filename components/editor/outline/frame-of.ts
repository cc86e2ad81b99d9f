import type { NodeLibrary } from "#graph/define-node";
import type { Graph } from "#graph/schema";
import { nodesInFrame } from "../structure/nodes-in-frame.ts";

const cache = new WeakMap<Graph, ReadonlyMap<string, string>>();

/** By canvas id, the smallest frame that a node, a note or a frame lies in, or is folded away in. */
export function frameOf(graph: Graph, library: NodeLibrary): ReadonlyMap<string, string> {
  const known = cache.get(graph);
  if (known) return known;
  const largestFirst = Object.values(graph.groups).toSorted(
    (a, b) => b.size.width * b.size.height - a.size.width * a.size.height,
  );
  const frames = new Map<string, string>();
  for (const frame of largestFirst) {
    for (const id of nodesInFrame(graph, library, frame)) {
      // Frames of one size, or folded into each other, would lie in each other for ever.
      if (!liesIn(frames, `frame:${frame.id}`, id)) frames.set(id, frame.id);
    }
  }
  cache.set(graph, frames);
  return frames;
}

function liesIn(frames: ReadonlyMap<string, string>, id: string, other: string): boolean {
  if (id === other) return true;
  const around = frames.get(id);
  return around !== undefined && liesIn(frames, `frame:${around}`, other);
}
