import type { Graph } from "../../../graph/schema.ts";
import { noSubGraphs } from "../../../graph/sub-graphs.ts";
import type { SubGraphs } from "../../../graph/sub-graphs.ts";
import { readInterface } from "./read-interface.ts";
import type { ServedWorkflow } from "./served-workflow.ts";
import { tensorsOf } from "./served-port.ts";

export type DescribedWorkflow =
  { ok: true; workflow: Omit<ServedWorkflow, "files">; models: ModelName[] } | { ok: false; problems: string[] };
type ModelName = { hash: string; name: string };

/** A graph as an endpoint, or why it cannot be one. The models are those that its nodes need, and those of the workflows that it runs. */
export function describeWorkflow({
  name,
  version,
  graph,
  subGraphs = noSubGraphs,
}: {
  name: string;
  version: string;
  graph: Graph;
  subGraphs?: SubGraphs;
}): DescribedWorkflow {
  const read = readInterface(graph, subGraphs);
  if (!read.ok) return read;
  const { inputs: inputPorts, outputs: outputPorts } = read.ports;
  const inputs = inputPorts.flatMap(tensorsOf);
  const outputs = outputPorts.flatMap(tensorsOf).map(({ isOpaque, ...tensor }) =>
    // A table goes out as JSON, which is text.
    isOpaque && !tensor.hasColumns ? { ...tensor, isOpaque } : tensor,
  );
  const ports = { inputPorts, outputPorts, inputs, outputs };
  const workflow = { type: "workflow", name, version, graph, subGraphs, ...ports } as const;
  return { ok: true, workflow, models: modelsOf(workflow) };
}

/** The models that the nodes of a workflow, and of those that it runs, name in their params. */
export function modelsOf({ graph, subGraphs }: Pick<ServedWorkflow, "graph" | "subGraphs">): ModelName[] {
  const graphs = [graph, ...Object.values(subGraphs).map((sub) => sub.graph)];
  return graphs
    .flatMap(({ nodes }) => Object.values(nodes))
    .flatMap(({ params, disabled }) =>
      Object.values(params).flatMap((param) => {
        const isObject = typeof param === "object" && param !== null && !Array.isArray(param);
        if (disabled || !isObject || typeof param.hash !== "string" || !Array.isArray(param.inputs)) return [];
        return [{ hash: param.hash, name: String(param.name) }];
      }),
    );
}
