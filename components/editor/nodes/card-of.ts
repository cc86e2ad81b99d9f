import type { AnyNodeDefinition, NodeLibrary } from "#graph/define-node";
import type { Port } from "#graph/kinds";
import { portsOf } from "#graph/ports-of";
import type { NodePorts } from "#graph/ports-of";
import type { Graph, GraphNode } from "#graph/schema";
import { titleOf } from "#graph/title-of";
import { fieldsInUse } from "../inspector/param-form.ts";
import type { ParamField } from "../inspector/param-form.ts";
import { wiringOf } from "../wires/wiring-of.ts";

/** What a node's card shows and how large it is, from its definition and params. */
export type Card = {
  title: string;
  icon: string;
  /** Null for a node type that this Patchbay does not know: its ports are those that edges name. */
  definition: AnyNodeDefinition | null;
  inputs: [name: string, port: Port][];
  outputs: [name: string, port: Port][];
  /** Params that show on the node. */
  fields: ParamField[];
  width: number;
};

/** LOOK 3, in pixels at zoom 1. Wires and level of detail count on these. */
export const HEADER_HEIGHT = 30;
export const ROW_HEIGHT = 22;
export const STATUS_HEIGHT = 24;
/** The highest that a value gets, with the space below it. */
const PREVIEW_HEIGHT = 132;
const BORDER = 1;
const NARROW = 172;
const MIDDLE = 232;
const MAX_FIELDS = 3;

const cache = new WeakMap<GraphNode, { definition: AnyNodeDefinition | null; stray: string; card: Card }>();
const noPorts: NodePorts = { inputs: {}, outputs: {} };

const ofGraph = new WeakMap<Graph, { library: NodeLibrary; cards: Map<string, Card | null> }>();

/** The same object as long as neither the node nor the ports that edges name change. Asked for by each card and wire at each change. */
export function cardOf(graph: Graph, library: NodeLibrary, nodeId: string): Card | null {
  let known = ofGraph.get(graph);
  if (known?.library !== library) {
    known = { library, cards: new Map() };
    ofGraph.set(graph, known);
  }
  const card = known.cards.get(nodeId);
  if (card !== undefined) return card;
  const made = makeCard(graph, library, nodeId);
  known.cards.set(nodeId, made);
  return made;
}

function makeCard(graph: Graph, library: NodeLibrary, nodeId: string): Card | null {
  const node = graph.nodes[nodeId];
  if (!node) return null;
  const definition = library[node.type] ?? null;
  const ports = definition ? portsOf(node, definition) : noPorts;
  const stray = strayPorts(graph, nodeId, ports);
  const strayKey = JSON.stringify(stray);
  const known = cache.get(node);
  if (known?.definition === definition && known.stray === strayKey) return known.card;
  const fields = definition ? fieldsInUse(definition, node.params).filter(({ isOnNode }) => isOnNode) : [];
  const card: Card = {
    title: titleOf(node, library),
    icon: definition?.icon ?? "circle-help",
    definition,
    inputs: [...Object.entries(ports.inputs), ...stray.inputs.map(portThatIsGone)],
    outputs: [...Object.entries(ports.outputs), ...stray.outputs.map(portThatIsGone)],
    fields: fields.slice(0, MAX_FIELDS),
    width: 0,
  };
  card.width = widthOf(card);
  cache.set(node, { definition, stray: strayKey, card });
  return card;
}

/** Ports that edges still name and the node no longer has: they stay in sight, so that their wires can be mended. */
function strayPorts(graph: Graph, nodeId: string, { inputs, outputs }: NodePorts) {
  const { incoming, outgoing } = wiringOf(graph);
  return {
    inputs: [...(incoming.get(nodeId)?.keys() ?? [])].filter((name) => !Object.hasOwn(inputs, name)),
    outputs: [...(outgoing.get(nodeId)?.keys() ?? [])].filter((name) => !Object.hasOwn(outputs, name)),
  };
}

function portThatIsGone(name: string): [string, Port] {
  return [name, { label: name, type: { kind: "any" } }];
}

/** Wider where two port labels would meet, and for tables and code, which need the room. */
function widthOf({ definition, inputs, outputs, fields }: Card): number {
  const labels = inputs.map(([, input], row) => input.label.length + (outputs[row]?.[1].label.length ?? 0));
  const isCrowded = labels.some((characters) => characters > 20);
  const isWide = fields.some(({ widget }) => widget === "expression" || widget === "code" || widget === "textarea");
  const givesTable = definition ? outputs.some(([, { type }]) => type.kind === "table") : false;
  return isCrowded || isWide || givesTable ? MIDDLE : NARROW;
}

/** Height without the body, whose size only the browser knows. Used until a node has been measured. */
export function estimatedHeight({ inputs, outputs, fields }: Card): number {
  const rows = Math.max(inputs.length, outputs.length);
  const params = fields.length > 0 ? fields.length * (ROW_HEIGHT + 4) + 4 : 0;
  return 2 * BORDER + HEADER_HEIGHT + rows * ROW_HEIGHT + 4 + params;
}

/** A node as it is seen from afar, where a large graph is opened: React Flow need not measure what is as large as it was told. */
export function plateOf(card: Card): { width: number; height: number } {
  return { width: card.width, height: estimatedHeight(card) + STATUS_HEIGHT };
}

/** What a node takes up with its value and status shown, so that a run does not make it cover its neighbours. */
export function roomOf(card: Card): { width: number; height: number } {
  return { width: card.width, height: estimatedHeight(card) + PREVIEW_HEIGHT + STATUS_HEIGHT };
}

/** Centre of a port, from the node's upper left corner. */
export function portOffset(card: Card, { side, port }: { side: "input" | "output"; port: string }) {
  const ports = side === "input" ? card.inputs : card.outputs;
  const row = Math.max(
    ports.findIndex(([name]) => name === port),
    0,
  );
  const y = BORDER + HEADER_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT / 2;
  return { x: side === "input" ? 0.5 : card.width - 0.5, y };
}
