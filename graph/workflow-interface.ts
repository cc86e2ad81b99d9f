import type { NodeLibrary } from "./define-node.ts";
import { interfaceNodes, paramOf } from "./interface-nodes.ts";
import type { JsonValue } from "./json.ts";
import type { Kind } from "./kinds.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import type { RunState } from "./run-events.ts";
import type { Graph } from "./schema.ts";
import { topologyOf } from "./topology.ts";

export type WorkflowInput = {
  nodeId: string;
  name: string;
  kind: Kind;
  isList: boolean;
  sample?: JsonValue;
  description?: string;
} & InputLimits;

/** What a number or a text may be, where not any. Of a text the ends count characters. */
export type InputLimits = {
  choices?: (string | number)[];
  minimum?: number;
  maximum?: number;
  unit?: string;
};

/** What a caller may give, in the order of the document. What its nodes leave unset counts as the library says. */
export function workflowInputs(graph: Graph, library: NodeLibrary): WorkflowInput[] {
  return interfaceNodes(graph, "workflow-input", library).map(({ node, name }): WorkflowInput => {
    const kind = paramOf(node, "kind", library) as Kind; // a graph whose kinds are none is refused before it runs
    const sample = paramOf(node, "sample", library);
    const description = paramOf(node, "description", library);
    return {
      nodeId: node.id,
      name,
      kind,
      isList: paramOf(node, "list", library) === true,
      ...(sample !== undefined && sample !== null && { sample }),
      ...(typeof description === "string" && description.trim() !== "" && { description }),
      ...limitsOf(kind, {
        choices: paramOf(node, "choices", library),
        minimum: paramOf(node, "minimum", library),
        maximum: paramOf(node, "maximum", library),
        unit: paramOf(node, "unit", library),
      }),
    };
  });
}

/** The limits that params set for a number or a text; other kinds have none. What is no limit is passed over. */
export function limitsOf(kind: Kind, params: { [Name in keyof InputLimits]?: unknown }): InputLimits {
  if (kind !== "number" && kind !== "text") return {};
  const { minimum, maximum, unit } = params;
  const written = Array.isArray(params.choices) ? params.choices.filter((choice) => typeof choice === "string") : [];
  const choices = kind === "number" ? written.map(Number).filter(Number.isFinite) : written;
  return {
    ...(choices.length > 0 && { choices }),
    ...(typeof minimum === "number" && { minimum }),
    ...(typeof maximum === "number" && { maximum }),
    ...(typeof unit === "string" && unit !== "" && kind === "number" && { unit }),
  };
}

/** The limits of an input by themselves; null where it has none. */
export function limitsOfInput({ choices, minimum, maximum, unit }: WorkflowInput): InputLimits | null {
  const limits = {
    ...(choices && { choices }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(unit !== undefined && { unit }),
  };
  return Object.keys(limits).length > 0 ? limits : null;
}

/** What the workflow gave, by output name: the record of the port that feeds each `workflow-output` that was reached. */
export function workflowOutputs(graph: Graph, run: RunState, library: NodeLibrary): Record<string, RecordedFlow> {
  const outputs: Record<string, RecordedFlow> = {};
  for (const { node, name } of interfaceNodes(graph, "workflow-output", library)) {
    const edge = topologyOf(graph).incoming.get(node.id)?.get("value");
    const record = edge && run.nodes[edge.from.node]?.outputs[edge.from.port];
    if (record && run.nodes[node.id]?.status === "succeeded") outputs[name] = record;
  }
  return outputs;
}
