import type { AnyNodeDefinition, NodeLibrary } from "./define-node.ts";
import { createBindings, fitTypes, resolveType } from "./fit-types.ts";
import type { Bindings } from "./fit-types.ts";
import type { Port, PortType } from "./kinds.ts";
import { passagesOf } from "./passages.ts";
import { portsOf } from "./ports-of.ts";
import type { NodePorts } from "./ports-of.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import type { Graph, GraphNode } from "./schema.ts";
import { topologyOf } from "./topology.ts";
import { typeOfRecord } from "./type-of-record.ts";

/** `dims` names the lists that the item is in, outermost first: two flows zip where their dims agree. */
export type InferredType = { type: PortType; dims: readonly string[] };
export type InferredNode = {
  inputs: Record<string, InferredType>;
  outputs: Record<string, InferredType>;
  /** The lists over which the node is lifted: it runs once for each item of them. */
  lift: readonly string[];
  refusals: Refusal[];
  /** Of a bypassed node: by output, the input that it passes on. */
  passes?: Readonly<Record<string, string>>;
};
/** Why what arrives at an input does not fit; `reason` goes on after the name of the port. */
export type Refusal = { code: "type-mismatch" | "list-mismatch"; port: string; reason: string };

const cache = new WeakMap<Graph, { library: NodeLibrary; types: Map<string, InferredNode> }>();

/** Follows kinds, shapes and lists along the edges, in one pass. Nodes on cycles and of unknown type are left out. */
export function inferTypes(graph: Graph, library: NodeLibrary): Map<string, InferredNode> {
  const known = cache.get(graph);
  if (known?.library === library) return known.types;
  const types = new Map<string, InferredNode>();
  for (const nodeId of topologyOf(graph).order) {
    const node = graph.nodes[nodeId];
    const inferred = node && inferNode(graph, library, { node, types });
    if (inferred) types.set(nodeId, inferred);
  }
  cache.set(graph, { library, types });
  return types;
}

function inferNode(
  graph: Graph,
  library: NodeLibrary,
  { node, types }: { node: GraphNode; types: Map<string, InferredNode> },
): InferredNode | null {
  const definition = library[node.type];
  if (!definition) return null;
  const ports = portsOf(node, definition);
  const edges = topologyOf(graph).incoming.get(node.id);
  const arriving: Record<string, InferredType> = {};
  for (const port of Object.keys(ports.inputs)) {
    const edge = edges?.get(port);
    const source = edge && types.get(edge.from.node)?.outputs[edge.from.port];
    if (source) arriving[port] = source;
  }
  const known = nodeCache.get(node.params);
  if (known && isSameBasis(known, { node, definition, arriving })) return known.inferred;
  const inferred = inferFrom(node, { ports, arriving });
  nodeCache.set(node.params, { node, definition, arriving, inferred });
  return inferred;
}

type Basis = { node: GraphNode; definition: AnyNodeDefinition; arriving: Record<string, InferredType> };
/** By params, since a node that was only moved is another object with the same ones. */
const nodeCache = new WeakMap<GraphNode["params"], Basis & { inferred: InferredNode }>();

/** Whether all that types follow from is the same. Then so is the object, and with it all that follows further down. */
function isSameBasis(a: Basis, b: Basis): boolean {
  const ports = Object.keys(a.arriving);
  return (
    a.definition === b.definition &&
    a.node.id === b.node.id &&
    a.node.pins === b.node.pins &&
    a.node.disabled === b.node.disabled &&
    a.node.onError === b.node.onError &&
    ports.length === Object.keys(b.arriving).length &&
    ports.every((port) => a.arriving[port] === b.arriving[port])
  );
}

function inferFrom(
  node: GraphNode,
  { ports, arriving }: { ports: NodePorts; arriving: Record<string, InferredType> },
): InferredNode {
  const bindings = createBindings();
  const { lift, refusals } = liftInputs(ports.inputs, { arriving, bindings });
  const computed = Object.fromEntries(
    Object.entries(ports.outputs).map(([name, port]) => {
      const at = { name, nodeId: node.id, lift, bindings, inputs: ports.inputs, arriving };
      return [name, outputType(port, at)];
    }),
  );
  const passes = node.disabled === "bypass" ? passagesOf(node, { arriving, computed }) : undefined;
  const outputs = Object.fromEntries(
    Object.entries(computed).map(([name, own]) => {
      const passed = passes && Object.hasOwn(passes, name) ? arriving[passes[name]!]! : own;
      const pin = node.pins?.[name];
      return [name, pin ? pinnedType(pin, { computed: passed, nodeId: node.id }) : passed];
    }),
  );
  if (passes) return { inputs: arriving, outputs, lift: [], refusals: [], passes };
  return { inputs: arriving, outputs, lift, refusals };
}

/** The depth that an input lifts over: what arrives less what the port itself takes. Negative when too shallow. */
export function liftOf(port: Port, arriving: InferredType): number {
  if (port.list === "any") return 0;
  return arriving.dims.length - (port.list ?? 0);
}

function liftInputs(
  inputs: Record<string, Port>,
  { arriving, bindings }: { arriving: Record<string, InferredType>; bindings: Bindings },
): { lift: readonly string[]; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  let lift: readonly string[] = [];
  let liftedBy = "";
  for (const [name, port] of Object.entries(inputs)) {
    const flow = arriving[name];
    if (!flow) continue;
    const reason = fitTypes(flow.type, port.type, bindings);
    if (reason) refusals.push({ code: "type-mismatch", port: name, reason });
    const levels = liftOf(port, flow);
    if (levels < 0) {
      refusals.push({ code: "type-mismatch", port: name, reason: tooShallow(port, flow) });
      continue;
    }
    const dims = flow.dims.slice(0, levels);
    const [longer, shorter] = dims.length > lift.length ? [dims, lift] : [lift, dims];
    if (shorter.some((dim, level) => dim !== longer[level])) {
      const other = inputs[liftedBy]?.label ?? liftedBy;
      const reason = `gets a list that does not descend from the same list as "${other}", so their items cannot be paired`;
      refusals.push({ code: "list-mismatch", port: name, reason });
      continue;
    }
    if (dims.length > lift.length) [lift, liftedBy] = [dims, name];
  }
  return { lift, refusals };
}

function tooShallow(port: Port, flow: InferredType): string {
  const gets = flow.dims.length === 0 ? "one item" : "a list";
  return `needs ${port.list === 2 ? "a list of lists" : "a list"}, gets ${gets}`;
}

function outputType(
  port: Port,
  at: {
    name: string;
    nodeId: string;
    lift: readonly string[];
    bindings: Bindings;
    inputs: Record<string, Port>;
    arriving: Record<string, InferredType>;
  },
): InferredType {
  const type = resolveType(port.type, at.bindings);
  if (port.list === "any") return { type, dims: passedThrough(port, at) };
  const own = Array.from({ length: port.list ?? 0 }, (_, level) => dimOf(port, { ...at, level }));
  return { type, dims: [...at.lift, ...own] };
}

function dimOf(
  { lineage }: Port,
  at: { name: string; nodeId: string; level: number; arriving: Record<string, InferredType> },
): string {
  if (typeof lineage !== "object") {
    const whole = `${at.nodeId}.${lineage ?? at.name}`;
    return at.level === 0 ? whole : `${whole}.${at.level}`;
  }
  const given = lineage[at.level];
  if (typeof given !== "object") return `${at.nodeId}.${given ?? at.name}`;
  return at.arriving[given.input]?.dims.at(-1) ?? `${at.nodeId}.${given.input}`;
}

/**
 * A pin gives what it is, whatever the node would give. Its lists count as those that it stands for where it is as deep,
 * so that they still pair with their siblings.
 */
function pinnedType(pin: RecordedFlow, at: { computed: InferredType; nodeId: string }): InferredType {
  const { type, depth } = typeOfRecord(pin);
  const { computed, nodeId } = at;
  const isAsDeep = depth === computed.dims.length || (type === null && depth < computed.dims.length);
  const dims = isAsDeep ? computed.dims : Array.from({ length: depth }, (_, level) => `${nodeId} pinned ${level}`);
  return { type: type ?? computed.type, dims };
}

/** An output that gives whatever arrived has the lists of the input that shares its variable. */
function passedThrough(
  port: Port,
  { inputs, arriving }: { inputs: Record<string, Port>; arriving: Record<string, InferredType> },
): readonly string[] {
  const variable = port.type.kind === "any" ? port.type.variable : undefined;
  const source = Object.entries(inputs).find(
    ([, input]) => input.list === "any" && input.type.kind === "any" && input.type.variable === variable,
  );
  return (source && arriving[source[0]]?.dims) ?? [];
}
