import type { NodeLibrary } from "./define-node.ts";
import { interfaceNodes, paramOf } from "./interface-nodes.ts";
import { inferTypes } from "./infer-types.ts";
import type { PortType } from "./kinds.ts";
import { portNames } from "./port-names.ts";
import { portsOf } from "./ports-of.ts";
import type { Graph } from "./schema.ts";
import { topologyOf } from "./topology.ts";
import type { WorkflowInterface } from "./workflow-ref.ts";

/** Lists within lists that a port can have. */
export const MAX_PORT_DEPTH = 2;

const cache = new WeakMap<Graph, { library: NodeLibrary; found: WorkflowInterface }>();

/** What the workflow takes and gives, in the order of the document, with the types that its graph gives its outputs. */
export function interfaceOf(graph: Graph, library: NodeLibrary): WorkflowInterface {
  const known = cache.get(graph);
  if (known?.library === library) return known.found;
  const inputNodes = interfaceNodes(graph, "workflow-input", library);
  const inputPorts = portNames(inputNodes);
  const inputs = inputNodes.map(({ node, name }, index): WorkflowInterface["inputs"][number] => {
    const definition = library[node.type];
    const port = definition && portsOf(node, definition).outputs.value;
    const sample = paramOf(node, "sample", library);
    return {
      name,
      port: inputPorts[index]!,
      type: plainType(port?.type ?? { kind: "any" }),
      list: port?.list === 1 ? 1 : 0,
      optional: sample !== undefined && sample !== null,
    };
  });
  const inputDims = new Map(inputNodes.map(({ node }, index) => [`${node.id}.value`, inputPorts[index]!]));
  const found = { inputs, outputs: outputsOf(graph, library, inputDims) };
  cache.set(graph, { library, found });
  return found;
}

function outputsOf(
  graph: Graph,
  library: NodeLibrary,
  inputDims: ReadonlyMap<string, string>,
): WorkflowInterface["outputs"] {
  const nodes = interfaceNodes(graph, "workflow-output", library);
  const ports = portNames(nodes);
  const ownDims = new Map<string, string>();
  const tokenOf = (dim: string) => {
    const input = inputDims.get(dim);
    if (input !== undefined) return { input };
    const token = ownDims.get(dim) ?? String(ownDims.size);
    ownDims.set(dim, token);
    return token;
  };
  return nodes.map(({ node, name }, index) => {
    const arriving = inferTypes(graph, library).get(node.id)?.inputs.value;
    const dims = (arriving?.dims ?? []).slice(0, MAX_PORT_DEPTH);
    return {
      name,
      port: ports[index]!,
      type: plainType(arriving?.type ?? { kind: "any" }),
      list: dims.length as 0 | 1 | 2,
      lineage: dims.map(tokenOf),
    };
  });
}

/** Depth of what arrives at the outputs that are too deep for a port, by name. */
export function tooDeepOutputs(graph: Graph, library: NodeLibrary): string[] {
  return interfaceNodes(graph, "workflow-output", library)
    .filter(({ node }) => {
      const arriving = inferTypes(graph, library).get(node.id)?.inputs.value;
      return (arriving?.dims.length ?? 0) > MAX_PORT_DEPTH;
    })
    .map(({ name }) => name);
}

/** The node of the workflow's output of this name, with the port that feeds it. */
export function outputSource(graph: Graph, name: string, library: NodeLibrary) {
  const found = interfaceNodes(graph, "workflow-output", library).find((one) => one.name === name);
  const edge = found && topologyOf(graph).incoming.get(found.node.id)?.get("value");
  return found && edge ? { node: found.node, from: edge.from } : null;
}

/** A variable means nothing outside its node, and a detail that is not there is not kept. */
function plainType(type: PortType): PortType {
  if (type.kind === "any") return { kind: "any" };
  return Object.fromEntries(Object.entries(type).filter(([, detail]) => detail !== undefined)) as PortType;
}
