import type { ElkNode } from "elkjs/lib/elk-api";
import type { NodeLibrary } from "#graph/define-node";
import type { Graph, GraphGroup } from "#graph/schema";
import { cardOf, portOffset } from "../nodes/card-of.ts";
import { boundsOf } from "../canvas/fit-graph.ts";
import { foldedCard, foldedHosts, foldedKey, foldedPortOffset } from "../structure/folded.ts";
import { findRecord, recordId } from "../editor-store.ts";
import { nodesInFrame } from "../structure/nodes-in-frame.ts";
import { GUTTER } from "../adding/place-node.ts";
import type { Box, Point } from "../wires/wire-route.ts";

const ROW_GAP = 26;
const FRAME_PADDING = "[top=44,left=14,bottom=14,right=14]";

/** New places by record id, and new sizes of frames. */
export type Tidied = { places: Record<string, Point>; sizes: Record<string, { width: number; height: number }> };

/**
 * Lays nodes out from left to right, as their wires run, without one over another; what is in a frame stays in it. `boxes`
 * holds all that is drawn, by canvas id; of these only `ids` move, and of these only those whose position is not locked.
 * The upper left corner of what moves stays where it is, unless something that does not move lies there.
 */
export async function tidyGraph(
  graph: Graph,
  library: NodeLibrary,
  { boxes, ids }: { boxes: ReadonlyMap<string, Box>; ids: ReadonlySet<string> },
): Promise<Tidied> {
  const isLocked = (id: string) => isRecordLocked(graph, id);
  const moving = [...boxes.keys()].filter((id) => ids.has(id) && !isLocked(id));
  const frames = moving.flatMap((id) => frameOf(graph, id) ?? []);
  const parents = parentsOf(graph, library, { frames, moving });
  // A frame is as large as what is in it; one with nothing in it that moves stays where it is.
  const placed = moving.filter((id) => !frameOf(graph, id) || [...parents.values()].includes(id));
  if (placed.length === 0) return { places: {}, sizes: {} };
  const root = await layOut(treeOf(graph, library, { placed, parents, boxes }));
  const laid = new Map<string, Box>();
  collect(root, { x: 0, y: 0 }, laid);
  const before = boundsOf(placed.map((id) => boxes.get(id)!));
  const after = boundsOf([...laid.values()]);
  const still = [...boxes].flatMap(([id, box]) => (laid.has(id) || frameOf(graph, id) ? [] : [box]));
  const by = firstClear(
    [...laid].flatMap(([id, box]) => (frameOf(graph, id) ? [] : [box])),
    { still, by: { x: before.x - after.x, y: before.y - after.y } },
  );
  const places: Tidied["places"] = {};
  const sizes: Tidied["sizes"] = {};
  for (const [id, { x, y, width, height }] of laid) {
    places[recordId(id)] = { x: Math.round(x + by.x), y: Math.round(y + by.y) };
    if (frameOf(graph, id)) sizes[recordId(id)] = { width: Math.round(width), height: Math.round(height) };
  }
  return { places, sizes };
}

function isRecordLocked(graph: Graph, id: string): boolean {
  const record = findRecord(graph, id);
  return record !== undefined && "locked" in record && record.locked === true;
}

/** The frame that is drawn as one; a folded one is laid out as a node is. */
function frameOf(graph: Graph, id: string): GraphGroup | null {
  const frame = id.startsWith("frame:") ? graph.groups[recordId(id)] : undefined;
  return frame && !frame.folded ? frame : null;
}

/** By canvas id, the innermost of the frames that it lies in. */
function parentsOf(
  graph: Graph,
  library: NodeLibrary,
  { frames, moving }: { frames: readonly GraphGroup[]; moving: readonly string[] },
): Map<string, string> {
  const isMoving = new Set(moving);
  const parents = new Map<string, string>();
  const area = ({ size }: GraphGroup) => size.width * size.height;
  for (const frame of [...frames].sort((a, b) => area(b) - area(a))) {
    for (const id of nodesInFrame(graph, library, frame)) if (isMoving.has(id)) parents.set(id, `frame:${frame.id}`);
  }
  return parents;
}

function treeOf(
  graph: Graph,
  library: NodeLibrary,
  {
    placed,
    parents,
    boxes,
  }: { placed: readonly string[]; parents: ReadonlyMap<string, string>; boxes: ReadonlyMap<string, Box> },
): ElkNode {
  const isPlaced = new Set(placed);
  const hosts = foldedHosts(graph);
  const portAt = (end: { node: string; port: string }, side: "input" | "output") => {
    const host = hosts.get(end.node);
    if (host !== undefined) {
      const id = `frame:${host}`;
      const key = foldedKey(end);
      return {
        id,
        port: `${id} ${side} ${key}`,
        at: foldedPortOffset(foldedCard(graph, library, host), { side, key }),
      };
    }
    const card = cardOf(graph, library, end.node);
    const at = card ? portOffset(card, { side, port: end.port }) : { x: 0, y: 0 };
    return { id: end.node, port: `${end.node} ${side} ${end.port}`, at };
  };
  const ports = new Map<string, Map<string, ReturnType<typeof portAt> & { side: "input" | "output" }>>();
  const edges = Object.values(graph.edges).flatMap((edge) => {
    const [from, to] = [portAt(edge.from, "output"), portAt(edge.to, "input")];
    if (!isPlaced.has(from.id) || !isPlaced.has(to.id) || from.id === to.id) return [];
    for (const [end, side] of [
      [from, "output"],
      [to, "input"],
    ] as const) {
      ports.set(end.id, (ports.get(end.id) ?? new Map()).set(end.port, { ...end, side }));
    }
    return [{ id: edge.id, sources: [from.port], targets: [to.port] }];
  });
  const childrenOf = (parent: string | undefined): ElkNode[] =>
    placed
      .filter((id) => parents.get(id) === parent)
      .sort((a, b) => boxes.get(a)!.y - boxes.get(b)!.y)
      .map((id): ElkNode => {
        const { width, height } = boxes.get(id)!;
        if (frameOf(graph, id))
          return { id, children: childrenOf(id), layoutOptions: { "elk.padding": FRAME_PADDING } };
        return {
          id,
          width,
          height,
          layoutOptions: { "elk.portConstraints": "FIXED_POS" },
          ports: [...(ports.get(id)?.values() ?? [])].map(({ port, at, side }) => ({
            id: port,
            x: side === "input" ? 0 : width,
            y: at.y,
            width: 0,
            height: 0,
            layoutOptions: { "elk.port.side": side === "input" ? "WEST" : "EAST" },
          })),
        };
      });
  return { id: "root", layoutOptions: options, children: childrenOf(undefined), edges };
}

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.padding": "[top=0,left=0,bottom=0,right=0]",
  "elk.spacing.nodeNode": String(ROW_GAP),
  "elk.spacing.componentComponent": String(2 * ROW_GAP),
  "elk.layered.spacing.nodeNodeBetweenLayers": String(GUTTER),
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  // Nodes that are as good in one order as in another keep that in which they stood.
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
};

/** The library is 1.6 MB, so it comes when it is needed first. */
async function layOut(root: ElkNode): Promise<ElkNode> {
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  return new Elk().layout(root);
}

function collect({ children = [] }: ElkNode, origin: Point, into: Map<string, Box>): void {
  for (const child of children) {
    const { id, x = 0, y = 0, width = 0, height = 0 } = child;
    const at = { x: origin.x + x, y: origin.y + y };
    into.set(id, { ...at, width, height });
    collect(child, at, into);
  }
}

/** Moves all together, first down, until nothing lies over what stays. */
function firstClear(laid: readonly Box[], { still, by }: { still: readonly Box[]; by: Point }): Point {
  let y = by.y;
  for (let tries = 0; tries < 200; tries++) {
    const pushes = laid.flatMap((box) =>
      still.flatMap((other) =>
        covers({ ...box, x: box.x + by.x, y: box.y + y }, other) ? [other.y + other.height + ROW_GAP - box.y] : [],
      ),
    );
    if (pushes.length === 0) break;
    y = Math.max(...pushes);
  }
  return { x: by.x, y };
}

function covers(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
