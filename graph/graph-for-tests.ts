import { z } from "zod";
import { defineNode } from "./define-node.ts";
import type { NodeLibrary } from "./define-node.ts";
import type { PortType } from "./kinds.ts";
import { emptyGraph } from "./schema.ts";
import type { Graph, GraphEdge, GraphNode } from "./schema.ts";

const none = z.strictObject({});
const base = { version: 1, summary: "", docs: "", category: "logic", icon: "box", params: none } as const;
const image: PortType = { kind: "image" };
const number: PortType = { kind: "number" };
const generic = { kind: "any", variable: "T" } as const;

/** A handful of made-up node types with every trait that the kernel treats in its own way. */
export const testLibrary = {
  camera: defineNode({
    ...base,
    type: "camera",
    title: "Camera",
    inputs: {},
    outputs: { image: { label: "Image", type: image } },
  }),
  album: defineNode({
    ...base,
    type: "album",
    title: "Album",
    inputs: {},
    outputs: { images: { label: "Images", type: image, list: 1 } },
  }),
  resize: defineNode({
    ...base,
    type: "resize",
    title: "Resize",
    inputs: { image: { label: "Image", type: image } },
    outputs: { image: { label: "Image", type: image } },
  }),
  crop: defineNode({
    ...base,
    type: "crop",
    title: "Crop",
    inputs: { image: { label: "Image", type: image } },
    outputs: {
      crops: { label: "Crops", type: image, list: 1, lineage: "crops" },
      scores: { label: "Scores", type: number, list: 1, lineage: "crops" },
    },
  }),
  "to-tensor": defineNode({
    ...base,
    type: "to-tensor",
    title: "To tensor",
    inputs: { image: { label: "Image", type: image } },
    outputs: { tensor: { label: "Tensor", type: { kind: "tensor", dtype: "float32", shape: [1, 3, "h", "w"] } } },
  }),
  model: defineNode({
    ...base,
    type: "model",
    title: "Model",
    inputs: { pixels: { label: "Pixels", type: { kind: "tensor", dtype: "float32", shape: ["batch", 3, 8, 8] } } },
    outputs: { scores: { label: "Scores", type: { kind: "tensor", dtype: "float32", shape: ["batch", 10] } } },
  }),
  pair: defineNode({
    ...base,
    type: "pair",
    title: "Pair",
    inputs: { left: { label: "Left", type: generic }, right: { label: "Right", type: generic } },
    outputs: { both: { label: "Both", type: generic } },
  }),
  count: defineNode({
    ...base,
    type: "count",
    title: "Count",
    inputs: { items: { label: "Items", type: generic, list: 1 } },
    outputs: { count: { label: "Count", type: number } },
  }),
  sink: defineNode({
    ...base,
    type: "sink",
    title: "Sink",
    inputs: { value: { label: "Value", type: generic, list: "any", optional: true } },
    outputs: { value: { label: "Value", type: generic, list: "any" } },
  }),
  threshold: defineNode({
    ...base,
    type: "threshold",
    title: "Threshold",
    inputs: {},
    outputs: { number: { label: "Number", type: number } },
    params: z.strictObject({
      least: z.number().min(0).max(1).default(0.5).meta({ title: "At least" }),
      label: z.string().min(1).meta({ title: "Label", required: true }),
    }),
    checkParams: ({ label }) => (label === "none" ? [{ param: "label", message: '"none" is no label.' }] : []),
  }),
  template: defineNode({
    ...base,
    type: "template",
    title: "Template",
    inputs: {},
    outputs: { text: { label: "Text", type: { kind: "text" } } },
    params: z.strictObject({ names: z.array(z.string()).default([]), size: z.number().default(1) }),
    portsFor: ({ names }) => ({
      inputs: Object.fromEntries(names.map((name) => [name, { label: name, type: { kind: "json" } as const }])),
      outputs: { text: { label: "Text", type: { kind: "text" } } },
    }),
  }),
} satisfies NodeLibrary;

/**
 * Builds a graph from lines: "a: camera" is a node, "a.image -> b.image" an edge.
 * Edge ids are the lines' numbers: "e1" is the first edge.
 */
export function graphOf(...lines: string[]): Graph {
  const nodes: Record<string, GraphNode> = {};
  const edges: Record<string, GraphEdge> = {};
  for (const line of lines) {
    const [left = "", right = ""] = line.split(line.includes("->") ? " -> " : ": ");
    if (!line.includes("->")) {
      nodes[left] = { id: left, type: right, version: 1, position: { x: 0, y: 0 }, params: {} };
      continue;
    }
    const id = `e${Object.keys(edges).length + 1}`;
    edges[id] = { id, from: endOf(left), to: endOf(right) };
  }
  return { ...emptyGraph, nodes, edges };
}

function endOf(text: string): GraphEdge["from"] {
  const [node = "", port = ""] = text.split(".");
  return { node, port };
}

export function withParams(graph: Graph, nodeId: string, params: GraphNode["params"]): Graph {
  return { ...graph, nodes: { ...graph.nodes, [nodeId]: { ...graph.nodes[nodeId]!, params } } };
}
