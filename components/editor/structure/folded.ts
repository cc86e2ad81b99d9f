import { boundaryName } from "#graph/commands/boundary-names";
import type { NodeLibrary } from "#graph/define-node";
import { inferTypes } from "#graph/infer-types";
import type { Kind } from "#graph/kinds";
import type { Graph, GraphEdge, GraphGroup } from "#graph/schema";
import { HEADER_HEIGHT, ROW_HEIGHT } from "../nodes/card-of.ts";

/** Frames that are folded to one card, and what is in them. */

const hosts = new WeakMap<Graph["groups"], ReadonlyMap<string, string>>();

/** By canvas id, the id of the folded frame that stands for it on the canvas; what can be seen itself is not in it. */
export function foldedHosts({ groups }: Pick<Graph, "groups">): ReadonlyMap<string, string> {
  const known = hosts.get(groups);
  if (known) return known;
  const direct = new Map(
    Object.values(groups).flatMap(({ id, folded }) =>
      folded ? membersOf(folded).map((member) => [member, id] as const) : [],
    ),
  );
  const outermost = new Map<string, string>();
  for (const member of direct.keys()) {
    const host = outermostHost(member, direct);
    if (host !== null) outermost.set(member, host);
  }
  hosts.set(groups, outermost);
  return outermost;
}

/** Null where frames hold each other, as no one draws them: then all of them stay in sight. */
function outermostHost(member: string, direct: ReadonlyMap<string, string>): string | null {
  const passed = new Set([member]);
  let host = direct.get(member)!;
  for (let outer = `frame:${host}`; direct.has(outer); outer = `frame:${host}`) {
    if (passed.has(outer)) return null;
    passed.add(outer);
    host = direct.get(outer)!;
  }
  return host;
}

/** Canvas ids of what is folded away in a frame. */
export function membersOf({ nodes, notes, groups }: NonNullable<GraphGroup["folded"]>): string[] {
  return [...nodes, ...notes.map((id) => `note:${id}`), ...groups.map((id) => `frame:${id}`)];
}

/** Canvas ids with all that is folded away in the frames among them, at any depth. */
export function withFolded({ groups }: Pick<Graph, "groups">, canvasIds: Iterable<string>): Set<string> {
  const all = new Set(canvasIds);
  // The set grows while it is walked.
  for (const id of all) {
    const { folded } = (id.startsWith("frame:") && groups[id.slice(6)]) || {};
    if (folded) for (const member of membersOf(folded)) all.add(member);
  }
  return all;
}

/** A port of a folded frame: one of a node in it, to which a wire from outside leads. */
export type FoldedPort = { key: string; label: string; kind: Kind | "any"; isList: boolean; end: GraphEdge["from"] };
export type FoldedCard = { inputs: FoldedPort[]; outputs: FoldedPort[]; nodeIds: string[] };

const cards = new WeakMap<Graph, { library: NodeLibrary; byFrame: Map<string, FoldedCard> }>();

/** What a folded frame shows, and which wires end at it. */
export function foldedCard(graph: Graph, library: NodeLibrary, frameId: string): FoldedCard {
  let known = cards.get(graph);
  if (known?.library !== library) {
    known = { library, byFrame: new Map() };
    cards.set(graph, known);
  }
  const card = known.byFrame.get(frameId) ?? makeCard(graph, library, frameId);
  known.byFrame.set(frameId, card);
  return card;
}

function makeCard(graph: Graph, library: NodeLibrary, frameId: string): FoldedCard {
  const hostOf = foldedHosts(graph);
  const types = inferTypes(graph, library);
  const sides = { inputs: new Map<string, FoldedPort>(), outputs: new Map<string, FoldedPort>() };
  for (const edge of Object.values(graph.edges)) {
    const ends = [hostOf.get(edge.from.node), hostOf.get(edge.to.node)];
    if (ends[0] === ends[1] || !ends.includes(frameId)) continue;
    const isInput = ends[1] === frameId;
    const end = isInput ? edge.to : edge.from;
    const key = foldedKey(end);
    const flow = types.get(edge.from.node)?.outputs[edge.from.port];
    sides[isInput ? "inputs" : "outputs"].set(key, {
      key,
      label: boundaryName(graph, library, { ...edge, side: isInput ? "input" : "output" }),
      kind: flow?.type.kind ?? "any",
      isList: (flow?.dims.length ?? 0) > 0,
      end,
    });
  }
  const nodeIds = [...hostOf].flatMap(([member, host]) => (host === frameId && graph.nodes[member] ? [member] : []));
  return { inputs: [...sides.inputs.values()], outputs: [...sides.outputs.values()], nodeIds };
}

/** Ids hold no "/". */
export function foldedKey({ node, port }: GraphEdge["from"]): string {
  return `${node}/${port}`;
}

export const FOLDED_WIDTH = 220;
/** The head and rows of a node, so that wires end alike. */
const TOP = 1 + HEADER_HEIGHT;
const FOOT = 28;

export function foldedSize({ inputs, outputs }: FoldedCard): { width: number; height: number } {
  return { width: FOLDED_WIDTH, height: TOP + Math.max(inputs.length, outputs.length) * ROW_HEIGHT + FOOT };
}

/** Centre of a port, from the card's upper left corner. */
export function foldedPortOffset(card: FoldedCard, { side, key }: { side: "input" | "output"; key: string }) {
  const ports = side === "input" ? card.inputs : card.outputs;
  const row = Math.max(
    ports.findIndex((port) => port.key === key),
    0,
  );
  return { x: side === "input" ? 0.5 : FOLDED_WIDTH - 0.5, y: TOP + row * ROW_HEIGHT + ROW_HEIGHT / 2 };
}
