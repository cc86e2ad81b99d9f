import type { AnyNodeDefinition, NodeLibrary } from "#graph/define-node";
import type { Port } from "#graph/kinds";
import { portsOf } from "#graph/ports-of";
import type { Graph, GraphNode } from "#graph/schema";
import { paramFields } from "./param-form.ts";
import type { ParamField } from "./param-form.ts";
import { wiringOf } from "./wiring-of.ts";

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
export const PREVIEW_HEIGHT = 132;
const BORDER = 1;
const NARROW = 172;
const MIDDLE = 232;
const MAX_FIELDS = 3;

const cache = new WeakMap<GraphNode, { definition: AnyNodeDefinition; card: Card }>();

export function cardOf(graph: Graph, library: NodeLibrary, nodeId: string): Card | null {
  const node = graph.nodes[nodeId];
  if (!node) return null;
  const definition = library[node.type];
  if (!definition) return unknownCard(graph, node);
  const known = cache.get(node);
  if (known?.definition === definition) return known.card;
  const ports = portsOf(node, definition);
  const fields = paramFields(definition)
    .filter(({ isOnNode }) => isOnNode)
    .slice(0, MAX_FIELDS);
  const card: Card = {
    title: node.title ?? definition.title,
    icon: definition.icon,
    definition,
    inputs: Object.entries(ports.inputs),
    outputs: Object.entries(ports.outputs),
    fields,
    width: 0,
  };
  card.width = widthOf(card);
  cache.set(node, { definition, card });
  return card;
}

function unknownCard(graph: Graph, node: GraphNode): Card {
  const { incoming, outgoing } = wiringOf(graph);
  const port = (name: string): [string, Port] => [name, { label: name, type: { kind: "any" } }];
  return {
    title: node.title ?? node.type,
    icon: "circle-help",
    definition: null,
    inputs: [...(incoming.get(node.id)?.keys() ?? [])].map(port),
    outputs: [...(outgoing.get(node.id)?.keys() ?? [])].map(port),
    fields: [],
    width: NARROW,
  };
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
