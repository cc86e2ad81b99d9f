import { useMemo } from "react";
import type { Graph } from "#graph/schema";
import { foldedHosts } from "../structure/folded.ts";
import { boundsOf } from "./fit-graph.ts";
import type { Box } from "../wires/wire-route.ts";

/** Of most nodes. How large one is to the pixel takes its ports, and a thousand of those take as long as the whole sketch spares. */
const USUAL = { width: 172, height: 108 };

/**
 * Where the nodes of a graph are, as one drawing that fills its parent: it comes with the page, and is looked at while the
 * canvas is made. For eyes only.
 */
export function GraphSketch({ graph }: { graph: Graph }) {
  const { nodes, frames, wires, bounds } = useMemo(() => sketchOf(graph), [graph]);
  if (!bounds) return null;
  return (
    <svg
      aria-hidden
      className="graph-sketch"
      viewBox={`${bounds.x} ${bounds.y} ${bounds.width} ${bounds.height}`}
      preserveAspectRatio="xMidYMid meet"
    >
      <path className="graph-sketch-frames" d={frames} />
      <path className="graph-sketch-wires" d={wires} />
      <path className="graph-sketch-nodes" d={nodes} />
    </svg>
  );
}

function sketchOf(graph: Graph) {
  const hosts = foldedHosts(graph);
  const nodes = new Map(
    Object.values(graph.nodes)
      .filter(({ id }) => !hosts.has(id))
      .map(({ id, position }) => [id, { ...position, ...USUAL }]),
  );
  const frames = Object.values(graph.groups)
    .filter(({ id, folded }) => !folded && !hosts.has(`frame:${id}`))
    .map(({ position, size }) => ({ ...position, ...size }));
  const boxes = [...nodes.values(), ...frames];
  const wires = Object.values(graph.edges).flatMap(({ from, to }) => {
    const [source, target] = [nodes.get(from.node), nodes.get(to.node)];
    if (!source || !target) return [];
    return `M${source.x + source.width} ${middleOf(source)}L${target.x} ${middleOf(target)}`;
  });
  return {
    nodes: [...nodes.values()].map(outlineOf).join(""),
    frames: frames.map(outlineOf).join(""),
    wires: wires.join(""),
    bounds: boxes.length > 0 ? boundsOf(boxes) : null,
  };
}

function outlineOf({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

function middleOf({ y, height }: Box): number {
  return y + height / 2;
}
