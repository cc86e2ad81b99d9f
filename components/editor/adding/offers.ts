import { addConnected } from "#graph/commands/add-connected";
import { insertBetween } from "#graph/commands/insert-between";
import { replaceNode } from "#graph/commands/replace-node";
import type { AnyNodeDefinition } from "#graph/define-node";
import { freshNode } from "#graph/fresh-node";
import type { SetUp } from "#graph/fresh-node";
import { portsOf } from "#graph/ports-of";
import type { Port } from "#graph/kinds";
import { portAt, typeGiven } from "#graph/rank-ports";
import type { Graph, GraphEdge } from "#graph/schema";
import { titleOf } from "#graph/title-of";
import type { EditorState, PortEnd } from "../editor-store.ts";
import { byUse } from "./node-use.ts";
import { searchNodes } from "./search-nodes.ts";
import { wiringOf } from "../wires/wiring-of.ts";

/** What a list of nodes is opened for. */
export type Wish =
  | { kind: "add" }
  | { kind: "wire"; end: PortEnd }
  | { kind: "edge"; edgeId: string }
  | { kind: "replace"; nodeId: string };

/** A node type, or a node of the canvas, that would do. */
export type Offer = {
  key: string;
  definition: AnyNodeDefinition;
  title: string;
  /** What comes of it: the port that is wired, how many wires it keeps. */
  note: string | null;
  /** A node that lies on the canvas without wires, in place of a new one. */
  nodeId?: string;
  /** Lower comes first. Those that are not among the best are found by name only. */
  rank: number;
  isBest: boolean;
};

type Document = Pick<EditorState, "graph" | "library">;

/** All that would do in this graph, tried out in it; the best first, and of those the ones that a person uses most. */
export function offersFor(document: Document, wish: Wish): Offer[] {
  const definitions = byUse(Object.values(document.library));
  switch (wish.kind) {
    case "add":
      return definitions.map((definition) => offerOf(definition, { note: null, rank: 0 }));
    case "wire":
      return inOrder(definitions.flatMap((definition) => atWire(document, definition, wish.end) ?? []));
    case "edge":
      return inOrder([
        ...lyingFor(document, wish.edgeId),
        ...definitions.flatMap((one) => onEdge(document, one, wish)),
      ]);
    case "replace":
      return replacements(document, wish.nodeId);
  }
}

/** Those with the words in their title, keywords or ports; without words, the best. */
export function searchOffers(offers: readonly Offer[], query: string): Offer[] {
  if (query.trim() === "") return offers.filter(({ isBest }) => isBest);
  const library = Object.fromEntries(offers.map(({ key, definition, title }) => [key, { ...definition, title }]));
  const found = new Set<unknown>(searchNodes(library, query));
  const ranks = [...found];
  return offers
    .filter(({ key }) => found.has(library[key]))
    .sort((a, b) => ranks.indexOf(library[a.key]) - ranks.indexOf(library[b.key]));
}

/** Never in a graph that is kept: what is tried out is thrown away. */
const TRIAL = "trial";
let trials = 0;
const trialId = () => `${TRIAL}-${trials++}`;

function atWire({ graph, library }: Document, definition: AnyNodeDefinition, end: PortEnd): Offer | null {
  const { side, ...at } = end;
  const node = freshNode(definition, {
    id: TRIAL,
    ...setUpFor({ graph, library }, { [side === "input" ? "to" : "from"]: at }),
  });
  const added = addConnected(graph, library, { node, end: at, side, edgeId: trialId() });
  if (!added) return null;
  const port = portsOf(node, definition)[side === "output" ? "inputs" : "outputs"][added.port];
  return offerOf(definition, { note: port?.label ?? added.port, rank: rankOf(definition, port) });
}

/** How a new node is set up that is wired to these ports. */
export function setUpFor({ graph, library }: Document, { from, to }: Partial<Pick<GraphEdge, "from" | "to">>): SetUp {
  const type = from && typeGiven(graph, library, from);
  return {
    gives: (to && portAt(graph, library, { end: to, side: "inputs" })) ?? undefined,
    takes: type ? { type } : undefined,
  };
}

/** Those of the very kind come first, and what holds a run up or ends it last. */
function rankOf({ type }: AnyNodeDefinition, port: Port | undefined): number {
  if (holding.has(type)) return 2;
  return port?.type.kind === "any" ? 1 : 0;
}
const holding: ReadonlySet<string> = new Set(["fail", "wait-for-approval", "wait-until"]);

function onEdge({ graph, library }: Document, definition: AnyNodeDefinition, { edgeId }: { edgeId: string }): Offer[] {
  const edge = graph.edges[edgeId];
  if (!edge) return [];
  const node = freshNode(definition, { id: TRIAL, ...setUpFor({ graph, library }, edge) });
  const result = insertBetween(graph, library, { node, from: edge.from, to: edge.to, newId: trialId });
  if (!result.ok) return [];
  const into = Object.values(result.patch.edges ?? {}).find(({ after }) => after?.to.node === node.id)?.after;
  const port = into && portsOf(node, definition).inputs[into.to.port];
  return [offerOf(definition, { note: null, rank: rankOf(definition, port || undefined) })];
}

/** Nodes of the canvas without wires that fit into the edge. */
function lyingFor({ graph, library }: Document, edgeId: string): Offer[] {
  const edge = graph.edges[edgeId];
  if (!edge) return [];
  return Object.values(graph.nodes).flatMap((node): Offer[] => {
    const definition = library[node.type];
    if (!definition || !isUnwired(graph, node.id)) return [];
    if (!insertBetween(graph, library, { node, from: edge.from, to: edge.to, newId: trialId }).ok) return [];
    const offer = offerOf(definition, { note: "on the canvas", rank: -1 });
    return [{ ...offer, key: `node ${node.id}`, title: titleOf(node, library), nodeId: node.id }];
  });
}

export function isUnwired(graph: Graph, nodeId: string): boolean {
  const { incoming, outgoing } = wiringOf(graph);
  return (incoming.get(nodeId)?.size ?? 0) + (outgoing.get(nodeId)?.size ?? 0) === 0;
}

function replacements({ graph, library }: Document, nodeId: string): Offer[] {
  const node = graph.nodes[nodeId];
  if (!node) return [];
  const offers = byUse(Object.values(library)).flatMap((definition): Offer[] => {
    if (definition.type === node.type) return [];
    const result = replaceNode(graph, library, { nodeId, type: definition.type });
    if (!result) return [];
    const all = result.kept.length + result.lost.length;
    const note = all === 0 ? null : `${result.kept.length} of ${all} wires`;
    return [offerOf(definition, { note, rank: result.lost.length })];
  });
  const best = Math.min(...offers.map(({ rank }) => rank));
  return inOrder(offers.map((offer) => ({ ...offer, isBest: offer.rank === best })));
}

function offerOf(definition: AnyNodeDefinition, { note, rank }: Pick<Offer, "note" | "rank">): Offer {
  return { key: definition.type, definition, title: definition.title, note, rank, isBest: true };
}

function inOrder(offers: Offer[]): Offer[] {
  return offers.toSorted((a, b) => a.rank - b.rank);
}
