import type { ProtoCursor } from "./proto-cursor.ts";
import { plainDomain } from "./check-operators.ts";
import { badGraph, MAX_NODES, readAttribute, readNode } from "./read-graph.ts";
import type { GraphFacts, ModelCounts, NodeFacts } from "./read-graph.ts";
import { quoted } from "./refuse-model.ts";
import { skipUnknown } from "./skip-unknown.ts";

export type FunctionFacts = { name: string; domain: string; opsets: Set<string>; graph: GraphFacts };

/** A FunctionProto: a graph that nodes of the model call like an operator. */
export function readFunction(cursor: ProtoCursor, counts: ModelCounts): FunctionFacts {
  const graph: GraphFacts = { nodes: [], inputs: [], outputs: [], initializers: [] };
  const facts: FunctionFacts = { name: "", domain: "", opsets: new Set(), graph };
  while (cursor.next()) {
    switch (cursor.field) {
      case 1:
        facts.name = cursor.text();
        break;
      case 4:
        graph.inputs.push({ name: cursor.text() });
        break;
      case 5:
        graph.outputs.push({ name: cursor.text() });
        break;
      case 7:
        graph.nodes.push(readNode(cursor.message(), counts, 0));
        break;
      case 9:
        facts.opsets.add(domainOf(cursor.message()));
        break;
      case 10:
        facts.domain = cursor.text();
        break;
      case 11:
        readAttribute(cursor.message(), { counts, depth: 0, subgraphs: [] });
        break;
      case 6:
      case 8:
      case 12:
      case 13:
      case 14:
        break;
      default:
        skipUnknown(cursor);
    }
  }
  return facts;
}

/**
 * ONNX Runtime puts the body of a function wherever it is called. A few short functions that call one another twice would
 * grow beyond all bounds, and one that calls itself would never end.
 *
 * @throws AppError bad-graph
 */
export function checkFunctionCalls(graph: GraphFacts, functions: readonly FunctionFacts[]): void {
  const bodies = new Map(functions.map((one) => [`${one.domain}\0${one.name}`, one]));
  const sizes = new Map<FunctionFacts, number>();
  const inside = new Set<FunctionFacts>();

  if (sizeOf(graph.nodes) > MAX_NODES) {
    throw badGraph(`The model has more than ${MAX_NODES.toLocaleString("en")} nodes once its functions are expanded`);
  }

  function sizeOf(nodes: readonly NodeFacts[]): number {
    let size = 0;
    for (const node of nodes) {
      const called = bodies.get(`${node.domain}\0${node.operator}`);
      size += called ? functionSize(called) : 1;
      for (const subgraph of node.subgraphs) size += sizeOf(subgraph.nodes);
    }
    return size;
  }

  function functionSize(one: FunctionFacts): number {
    const known = sizes.get(one);
    if (known !== undefined) return known;
    if (inside.has(one)) throw badGraph(`The function ${quoted(one.name)} of the model calls itself`);
    inside.add(one);
    const size = 1 + sizeOf(one.graph.nodes);
    inside.delete(one);
    sizes.set(one, size);
    return size;
  }
}

function domainOf(cursor: ProtoCursor): string {
  let domain = "";
  while (cursor.next()) if (cursor.field === 1) domain = cursor.text();
  return plainDomain(domain);
}
