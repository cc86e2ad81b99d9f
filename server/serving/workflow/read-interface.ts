import { interfaceNodes } from "../../../graph/interface-nodes.ts";
import { inferTypes } from "../../../graph/infer-types.ts";
import type { JsonValue } from "../../../graph/json.ts";
import type { Dim, Dtype, PortType } from "../../../graph/kinds.ts";
import { planGraph } from "../../../graph/plan-graph.ts";
import { portsOf } from "../../../graph/ports-of.ts";
import type { Graph } from "../../../graph/schema.ts";
import { noSubGraphs } from "../../../graph/sub-graphs.ts";
import type { SubGraphs } from "../../../graph/sub-graphs.ts";
import { topologyOf } from "../../../graph/topology.ts";
import { limitsOfInput, workflowInputs } from "../../../graph/workflow-interface.ts";
import type { WorkflowInput } from "../../../graph/workflow-interface.ts";
import { definitions } from "../../../nodes/definitions.ts";
import type { ServedPort } from "./served-port.ts";
import { tensorsOf } from "./served-port.ts";

export type ServedInterface = { inputs: ServedPort[]; outputs: ServedPort[] };
/** Problems are whole sentences. */
export type InterfaceResult = { ok: true; ports: ServedInterface } | { ok: false; problems: string[] };

/** What clients give to a workflow and get from it, or why it cannot be served. */
export function readInterface(graph: Graph, subGraphs: SubGraphs = noSubGraphs): InterfaceResult {
  const planned = planGraph(graph, definitions, { subGraphs });
  if (!planned.ok) return { ok: false, problems: planned.problems.map(({ message }) => message) };
  const inputs = workflowInputs(graph, definitions).map((input) => inputPort(graph, input));
  const outputs = interfaceNodes(graph, "workflow-output", definitions).map(({ node, name }) =>
    outputPort(graph, node.id, name),
  );
  const found = [...inputs, ...outputs];
  const problems = found.filter((port): port is string => typeof port === "string");
  const ports = {
    inputs: inputs.filter((port) => typeof port !== "string"),
    outputs: outputs.filter((port) => typeof port !== "string"),
  };
  if (outputs.length === 0) problems.push("The workflow gives nothing out. Add an Output node for what clients get.");
  problems.push(...clashes("inputs", ports.inputs), ...clashes("outputs", ports.outputs));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, ports };
}

function inputPort(graph: Graph, input: WorkflowInput): ServedPort | string {
  const { nodeId, name, kind, isList, sample } = input;
  const quoted = `The input ${JSON.stringify(name)}`;
  if (kind === "model") {
    return `${quoted} is a model, which clients cannot send. Choose the model in the node that uses it.`;
  }
  const limits = limitsOfInput(input);
  const port: ServedPort = { name, kind, isList, isOptional: sample !== undefined, ...(limits && { limits }) };
  if (kind !== "tensor") return port;
  const tensor = wantedTensor(graph, nodeId) ?? sampleTensor(isList && Array.isArray(sample) ? sample[0] : sample);
  if (tensor) return { ...port, tensor };
  return `${quoted} is a tensor, and nothing says of which type. Connect it to a model, or give it a sample.`;
}

function outputPort(graph: Graph, nodeId: string, name: string): ServedPort | string {
  const quoted = `The output ${JSON.stringify(name)}`;
  const arriving = inferTypes(graph, definitions).get(nodeId)?.inputs.value;
  if (!arriving || arriving.type.kind === "any") {
    return `${quoted} may be of any kind, so clients cannot know what they get. Connect it to an output of one kind.`;
  }
  const { type, dims } = arriving;
  if (type.kind === "model") return `${quoted} is a model, which clients cannot get. Give out what it computes.`;
  if (dims.length > 1) {
    return `${quoted} is a list of lists, which fits no tensor. Put a Flatten node before it.`;
  }
  const port: ServedPort = { name, kind: type.kind, isList: dims.length === 1, isOptional: false };
  if (type.kind !== "tensor") return port;
  const tensor = knownTensor(type);
  return tensor ? { ...port, tensor } : `${quoted} is a tensor whose type is not known before it runs.`;
}

/** What the first node needs that reads the input and says of which type. */
function wantedTensor(graph: Graph, nodeId: string): ServedPort["tensor"] | null {
  for (const edges of topologyOf(graph).incoming.values()) {
    for (const { from, to } of edges.values()) {
      const node = from.node === nodeId ? graph.nodes[to.node] : undefined;
      const definition = node && definitions[node.type as keyof typeof definitions];
      const type = definition && portsOf(node, definition).inputs[to.port]?.type;
      const tensor = type?.kind === "tensor" ? knownTensor(type) : null;
      if (tensor) return tensor;
    }
  }
  return null;
}

function knownTensor({ dtype, shape }: Extract<PortType, { kind: "tensor" }>): ServedPort["tensor"] | null {
  if (typeof dtype !== "string" || !shape) return null;
  return { dtype, shape: shape.map((dim: Dim) => (typeof dim === "number" ? dim : null)) };
}

function sampleTensor(sample: JsonValue | undefined): ServedPort["tensor"] | null {
  // Checked with the plan. Of a file nothing is known before it is read.
  const given = sample as { dtype: Dtype; shape: number[] } | { hash: string } | null | undefined;
  return given && !("hash" in given) ? { dtype: given.dtype, shape: given.shape } : null;
}

function clashes(what: string, ports: readonly ServedPort[]): string[] {
  const names = ports.flatMap(tensorsOf).map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => `Two ${what} would be the tensor ${JSON.stringify(name)}. Rename one of them.`);
}
