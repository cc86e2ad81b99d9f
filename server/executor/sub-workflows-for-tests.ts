import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { NodeLibrary } from "#graph/define-node";
import { interfaceOf } from "#graph/interface-of";
import type { JsonObject } from "#graph/json";
import type { Kind, Ports } from "#graph/kinds";
import { HandedOn } from "#graph/node-runner";
import type { AnyNodeRunner, FlowsByPort } from "#graph/node-runner";
import { planGraph } from "#graph/plan-graph";
import type { Plan } from "#graph/plan";
import type { Graph, GraphEdge, GraphNode } from "#graph/schema";
import { emptyGraph } from "#graph/schema";
import type { SubGraphs } from "#graph/sub-graphs";
import { workflowRefSchema } from "#graph/workflow-ref";
import type { WorkflowRef } from "#graph/workflow-ref";
import { testLibrary } from "./executor-for-tests.ts";

const base = { version: 1, summary: "", docs: "", category: "logic", icon: "box" } as const;
const portsOfRef = (places: WorkflowRef["inputs"] | WorkflowRef["outputs"]): Ports =>
  Object.fromEntries(
    places.map((place) => {
      const { name: label, type, list } = place;
      const lineage = "lineage" in place ? { lineage: place.lineage } : {};
      const optional = "optional" in place && place.optional ? { optional: true } : {};
      return [place.port, { label, type, list, ...lineage, ...optional }];
    }),
  );
const runOf = (type: string, body: "once" | "repeated") =>
  defineNode({
    ...base,
    type,
    title: "Run",
    inputs: {} as Ports,
    outputs: {} as Ports,
    params: z.strictObject({ workflow: workflowRefSchema, times: z.number().default(1) }),
    portsFor: ({ workflow }) => ({ inputs: portsOfRef(workflow.inputs), outputs: portsOfRef(workflow.outputs) }),
    body,
  });

/** The test library with inputs, outputs, a node that runs a workflow, and one that runs it several times. */
export const subWorkflowLibrary: NodeLibrary = {
  ...testLibrary,
  "workflow-input": defineNode({
    ...base,
    type: "workflow-input",
    title: "Input",
    inputs: {},
    outputs: { value: { label: "Value", type: { kind: "any" } } } as Ports,
    params: z.strictObject({
      name: z.string(),
      kind: z.string().default("number"),
      list: z.boolean().default(false),
      sample: z.json().default(null),
    }),
    portsFor: ({ kind, list }) => ({
      inputs: {},
      outputs: { value: { label: "Value", type: { kind: kind as Kind }, ...(list && { list: 1 as const }) } },
    }),
  }),
  "workflow-output": defineNode({
    ...base,
    type: "workflow-output",
    title: "Output",
    inputs: { value: { label: "Value", type: { kind: "any" }, list: "any" } },
    outputs: {},
    params: z.strictObject({ name: z.string() }),
  }),
  run: runOf("run", "once"),
  repeat: runOf("repeat", "repeated"),
};

export const subWorkflowRunners: Record<string, AnyNodeRunner> = {
  "workflow-input": ({ inputs, params, context }) =>
    inputs.value ? new HandedOn({ value: inputs.value }) : { value: context.runInput(params.name) ?? params.sample },
  "workflow-output": () => ({}),
  run: ({ inputs, context: { workflow } }) =>
    workflow ? workflow.run(inputs).then((flows) => new HandedOn(flows)) : new HandedOn(inputs),
  repeat: async ({ inputs, params, context }) => {
    let flows = inputs as FlowsByPort;
    for (let time = 0; time < params.times; time++) flows = await context.workflow!.run(flows);
    return new HandedOn(flows);
  },
};

/** As params hold it. */
export function refTo(id: string, graph: Graph): JsonObject {
  const ref: WorkflowRef = { id, title: id, version: null, ...interfaceOf(graph, subWorkflowLibrary) };
  return ref as unknown as JsonObject; // a `PortType` is JSON, which its type does not say
}

export function nodeOf(
  id: string,
  type: string,
  params: GraphNode["params"],
  rest: Partial<GraphNode> = {},
): GraphNode {
  return { id, type, version: 1, position: { x: 0, y: 0 }, params, ...rest };
}

/** "a.value -> b.left" */
export function edgeOf(line: string): GraphEdge {
  const [from, to] = line.split(" -> ").map((end) => {
    const dot = end.indexOf(".");
    return { node: end.slice(0, dot), port: end.slice(dot + 1) };
  });
  return { id: line.replaceAll(/[^\w.-]/g, "_"), from: from!, to: to! };
}

export function graphWith(nodes: readonly GraphNode[], edges: readonly (string | GraphEdge)[]): Graph {
  const all = edges.map((edge) => (typeof edge === "string" ? edgeOf(edge) : edge));
  return {
    ...emptyGraph,
    nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    edges: Object.fromEntries(all.map((edge) => [edge.id, edge])),
  };
}

export function planWith(graph: Graph, subGraphs: SubGraphs): Plan {
  const planned = planGraph(graph, subWorkflowLibrary, { subGraphs });
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join("\n"));
  return planned.plan;
}
