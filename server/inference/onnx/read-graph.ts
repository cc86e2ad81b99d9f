import type { ProtoCursor } from "./proto-cursor.ts";
import { quoted, refuseModel } from "./refuse-model.ts";
import type { ValueFacts } from "./read-signature.ts";
import { readValueInfo } from "./read-signature.ts";
import { readSparseTensor, readTensor } from "./read-tensor.ts";
import type { TensorFacts } from "./read-tensor.ts";
import { skipUnknown } from "./skip-unknown.ts";

/** Far above models in use; each node costs ONNX Runtime a few kilobytes and the scan a few microseconds. */
export const MAX_NODES = 100_000;
const MAX_SUBGRAPHS = 1_000;
/** Protobuf gives up at about 30 nested graphs; models in use have three or four. */
const MAX_DEPTH = 16;
/** As graph params hold them. */
const MAX_NAME_CHARACTERS = 1_000;

/** What one walk over a file counts, in all its graphs and functions together. */
export type ModelCounts = {
  nodes: number;
  subgraphs: number;
  /** By operator: domain, NUL, name. */
  operators: Map<string, number>;
  parameters: number;
  parameterBytes: number;
};

export type GraphFacts = {
  nodes: NodeFacts[];
  inputs: ValueFacts[];
  outputs: ValueFacts[];
  initializers: string[];
};

export type NodeFacts = {
  operator: string;
  domain: string;
  /** An empty name is an optional input that is left out. */
  inputs: string[];
  outputs: string[];
  subgraphs: GraphFacts[];
};

export const noCounts = (): ModelCounts => ({
  nodes: 0,
  subgraphs: 0,
  operators: new Map(),
  parameters: 0,
  parameterBytes: 0,
});

/** A GraphProto with all that is nested in it. @throws AppError for what must not be in a model, wherever it is. */
export function readGraph(cursor: ProtoCursor, counts: ModelCounts, depth = 0): GraphFacts {
  const graph: GraphFacts = { nodes: [], inputs: [], outputs: [], initializers: [] };
  if (depth > MAX_DEPTH) throw badGraph(`The model nests graphs more than ${MAX_DEPTH} deep`);
  while (cursor.next()) {
    switch (cursor.field) {
      case 1:
        graph.nodes.push(readNode(cursor.message(), counts, depth));
        break;
      case 5:
        graph.initializers.push(countParameters(readTensor(cursor.message()), counts));
        break;
      case 11:
        graph.inputs.push(readValueInfo(cursor.message()));
        break;
      case 12:
        graph.outputs.push(readValueInfo(cursor.message()));
        break;
      case 15:
        graph.initializers.push(countParameters(readSparseTensor(cursor.message()), counts));
        break;
      case 2:
      case 10:
      case 13:
      case 14:
      case 16:
        break;
      default:
        skipUnknown(cursor);
    }
  }
  return graph;
}

export function readNode(cursor: ProtoCursor, counts: ModelCounts, depth: number): NodeFacts {
  const node: NodeFacts = { operator: "", domain: "", inputs: [], outputs: [], subgraphs: [] };
  if (++counts.nodes > MAX_NODES) throw badGraph(`The model has more than ${MAX_NODES.toLocaleString("en")} nodes`);
  while (cursor.next()) {
    switch (cursor.field) {
      case 1:
        node.inputs.push(valueName(cursor));
        break;
      case 2:
        node.outputs.push(valueName(cursor));
        break;
      case 4:
        node.operator = cursor.text();
        break;
      case 5:
        readAttribute(cursor.message(), { counts, depth, subgraphs: node.subgraphs });
        break;
      case 7:
        node.domain = cursor.text();
        break;
      case 3:
      case 6:
      case 8:
      case 9:
      case 10:
        break;
      default:
        skipUnknown(cursor);
    }
  }
  const key = `${node.domain}\0${node.operator}`;
  counts.operators.set(key, (counts.operators.get(key) ?? 0) + 1);
  return node;
}

/** An AttributeProto: it may hold tensors and whole graphs. */
export function readAttribute(
  cursor: ProtoCursor,
  { counts, depth, subgraphs }: { counts: ModelCounts; depth: number; subgraphs: GraphFacts[] },
): void {
  while (cursor.next()) {
    switch (cursor.field) {
      case 5:
      case 10:
        readTensor(cursor.message());
        break;
      case 6:
      case 11:
        if (++counts.subgraphs > MAX_SUBGRAPHS)
          throw badGraph(`The model has more than ${MAX_SUBGRAPHS} nested graphs`);
        subgraphs.push(readGraph(cursor.message(), counts, depth + 1));
        break;
      case 22:
      case 23:
        readSparseTensor(cursor.message());
        break;
      case 1:
      case 2:
      case 3:
      case 4:
      case 7:
      case 8:
      case 9:
      case 13:
      case 14:
      case 15:
      case 20:
      case 21:
        break;
      default:
        skipUnknown(cursor);
    }
  }
}

function valueName(cursor: ProtoCursor): string {
  const name = cursor.text();
  if (name.length > MAX_NAME_CHARACTERS) throw badGraph(`The model names a value ${quoted(name)}, which is too long`);
  return name;
}

function countParameters({ name, elements, sizeBytes }: TensorFacts, counts: ModelCounts): string {
  counts.parameters += elements;
  counts.parameterBytes += sizeBytes;
  return name;
}

export function badGraph(what: string) {
  return refuseModel("bad-graph", `${what}. Export the model again.`);
}
