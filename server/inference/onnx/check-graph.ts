import { badGraph } from "./read-graph.ts";
import type { GraphFacts, NodeFacts } from "./read-graph.ts";
import { quoted } from "./refuse-model.ts";

/**
 * Checks that every value of a graph is made once and before it is used, in nested graphs as well.
 *
 * @throws AppError bad-graph
 */
export function checkGraph(graph: GraphFacts): void {
  if (graph.nodes.length === 0 && graph.outputs.length === 0) throw badGraph("The model is empty");
  if (graph.outputs.length === 0) throw badGraph("The model has no outputs");
  const [missing] = freeNames(graph);
  if (missing !== undefined) {
    throw badGraph(`The model uses the value ${quoted(missing)}, which nothing in it makes`);
  }
}

/** The names that a graph takes from the graphs around it. Those of a whole model have to be none. */
function freeNames(graph: GraphFacts): Set<string> {
  const makers = makersOf(graph);
  const free = new Set<string>();
  const uses = graph.nodes.map((node) => usedBy(node));
  for (const names of uses) for (const name of names) if (!makers.has(name)) free.add(name);
  for (const { name } of graph.outputs) if (!makers.has(name)) free.add(name);
  refuseCycles(graph.nodes, { uses, makers });
  return free;
}

/** The node that makes each value, by index; -1 for inputs and initializers. */
function makersOf({ inputs, initializers, nodes, outputs }: GraphFacts): Map<string, number> {
  const makers = new Map<string, number>();
  const twice = firstTwice(inputs.map(({ name }) => name)) ?? firstTwice(initializers);
  if (twice !== undefined) throw badGraph(`The model has two inputs or weights named ${quoted(twice)}`);
  const doubleOutput = firstTwice(outputs.map(({ name }) => name));
  if (doubleOutput !== undefined) throw badGraph(`The model has two outputs named ${quoted(doubleOutput)}`);
  for (const { name } of inputs) {
    if (name === "") throw badGraph("The model has an input without a name");
    makers.set(name, -1);
  }
  for (const name of initializers) makers.set(name, -1);
  for (const [index, node] of nodes.entries()) {
    for (const name of node.outputs) {
      if (name === "") continue;
      if (makers.has(name)) throw badGraph(`Two nodes of the model make the value ${quoted(name)}`);
      makers.set(name, index);
    }
  }
  return makers;
}

function firstTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function usedBy(node: NodeFacts): string[] {
  const names = node.inputs.filter((name) => name !== "");
  return node.subgraphs.length === 0 ? names : [...names, ...node.subgraphs.flatMap((graph) => [...freeNames(graph)])];
}

/** The order of nodes in the file is free; what counts is that there is one in which they can run. */
function refuseCycles(
  nodes: readonly NodeFacts[],
  { uses, makers }: { uses: readonly (readonly string[])[]; makers: ReadonlyMap<string, number> },
): void {
  const users: number[][] = nodes.map(() => []);
  const waitsFor = new Int32Array(nodes.length);
  for (const [index, names] of uses.entries()) {
    for (const name of names) {
      const maker = makers.get(name) ?? -1;
      if (maker < 0) continue;
      users[maker]!.push(index);
      waitsFor[index]!++;
    }
  }
  const ready = [...waitsFor.keys()].filter((index) => waitsFor[index] === 0);
  let done = 0;
  for (; done < ready.length; done++) {
    for (const user of users[ready[done]!]!) if (--waitsFor[user]! === 0) ready.push(user);
  }
  if (done === nodes.length) return;
  const stuck = nodes[waitsFor.findIndex((count) => count > 0)]!;
  const value = stuck.outputs.find((name) => name !== "") ?? "";
  throw badGraph(`The model runs in a circle around the ${stuck.operator} that makes ${quoted(value)}`);
}
