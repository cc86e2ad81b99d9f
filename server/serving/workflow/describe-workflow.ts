import type { Graph } from "../../../graph/schema.ts";
import { readInterface } from "./read-interface.ts";
import type { ServedWorkflow } from "./served-workflow.ts";
import { tensorsOf } from "./served-port.ts";

export type DescribedWorkflow =
  { ok: true; workflow: Omit<ServedWorkflow, "files">; models: ModelName[] } | { ok: false; problems: string[] };
type ModelName = { hash: string; name: string };

/** A graph as an endpoint, or why it cannot be one. The models are those that its nodes need. */
export function describeWorkflow({
  name,
  version,
  graph,
}: {
  name: string;
  version: string;
  graph: Graph;
}): DescribedWorkflow {
  const read = readInterface(graph);
  if (!read.ok) return read;
  const { inputs: inputPorts, outputs: outputPorts } = read.ports;
  const inputs = inputPorts.flatMap(tensorsOf);
  const outputs = outputPorts.flatMap(tensorsOf).map(({ isOpaque, ...tensor }) =>
    // A table goes out as JSON, which is text.
    isOpaque && !tensor.hasColumns ? { ...tensor, isOpaque } : tensor,
  );
  const workflow = { type: "workflow", name, version, graph, inputPorts, outputPorts, inputs, outputs } as const;
  return { ok: true, workflow, models: modelsOf(graph) };
}

/** The models that the nodes of a graph name in their params. */
export function modelsOf(graph: Graph): ModelName[] {
  return Object.values(graph.nodes).flatMap(({ params, disabled }) =>
    Object.values(params).flatMap((param) => {
      const isObject = typeof param === "object" && param !== null && !Array.isArray(param);
      if (disabled || !isObject || typeof param.hash !== "string" || !Array.isArray(param.inputs)) return [];
      return [{ hash: param.hash, name: String(param.name) }];
    }),
  );
}
