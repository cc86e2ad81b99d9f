import { canonicalJson } from "./canonical-json.ts";
import { applyChanges, diffGraphs, isMove } from "./diff-graphs.ts";
import type { GraphChange } from "./diff-graphs.ts";
import type { Graph, GraphEdge } from "./schema.ts";

export type Side = "mine" | "theirs";

/** What the two sides did that cannot both be: one of them is taken, with all that belongs to it. */
export type Clash = { key: string; mine: GraphChange[]; theirs: GraphChange[] };

/** What became of one graph in two hands. What does not clash is taken from both. */
export type GraphMerge = { base: Graph; mine: GraphChange[]; theirs: GraphChange[]; clashes: Clash[] };

/**
 * Compares what two sides made of `base`: by record, and within a record by field and param. Clashes are the same field set
 * to different values, a record removed here and changed there, and two wires into one input. Of two moves mine is taken.
 */
export function mergeGraphs(base: Graph, { mine, theirs }: { mine: Graph; theirs: Graph }): GraphMerge {
  const changes = { mine: diffGraphs(base, mine), theirs: diffGraphs(base, theirs) };
  const clashes = new Map<string, Clash>();
  const unitOf = unitsOf(changes.mine, changes.theirs);
  const byUnit = { mine: groupBy(changes.mine, unitOf), theirs: groupBy(changes.theirs, unitOf) };
  for (const [key, ours] of byUnit.mine) {
    const others = byUnit.theirs.get(key);
    if (!others || isSame(ours, others) || ours.every(isMove) || others.every(isMove)) continue;
    clashes.set(key, { key, mine: ours, theirs: others });
  }
  const isFree = (change: GraphChange) => !clashes.has(unitOf(change));
  return {
    base,
    mine: changes.mine.filter(isFree),
    theirs: changes.theirs.filter(isFree),
    clashes: [...clashes.values()],
  };
}

/** The merged graph. A clash without a choice is taken from `otherwise`. */
export function resolveMerge(
  { base, mine, theirs, clashes }: GraphMerge,
  choices: Readonly<Record<string, Side>>,
  otherwise: Side = "mine",
): Graph {
  const chosen = clashes.flatMap((clash) => clash[choices[clash.key] ?? otherwise]);
  return withoutLooseWires(applyChanges(base, [...theirs, ...mine, ...chosen]));
}

/** Drops wires whose nodes are gone, and of several into one input all but the last. */
export function withoutLooseWires(graph: Graph): Graph {
  const kept = new Map<string, GraphEdge>();
  for (const edge of Object.values(graph.edges)) {
    if (Object.hasOwn(graph.nodes, edge.from.node) && Object.hasOwn(graph.nodes, edge.to.node))
      kept.set(inputOf(edge), edge);
  }
  if (kept.size === Object.keys(graph.edges).length) return graph;
  return { ...graph, edges: Object.fromEntries([...kept.values()].map((edge) => [edge.id, edge])) };
}

/**
 * What each change of a side is decided with: a field by itself, unless one side removed, added or replaced the record that
 * the other side touched; then all of the record, and for a node the wires that came or went with it.
 */
function unitsOf(mine: readonly GraphChange[], theirs: readonly GraphChange[]): (change: GraphChange) => string {
  const whole = new Set<string>();
  for (const change of [...mine, ...theirs]) {
    const isOfRecord = change.kind !== "changed" || change.field === "type" || change.field === "version";
    if (isOfRecord) whole.add(`${change.table}/${change.id}`);
  }
  const foughtOver = new Set([...goneUnder(mine, theirs), ...goneUnder(theirs, mine)]);
  return (change) => {
    const { table, id } = change;
    const record = `${table}/${id}`;
    if (table !== "edges") return whole.has(record) ? record : `${record}/${"field" in change ? change.field : ""}`;
    if (change.kind === "changed") return record;
    const { from, to } = change.record as GraphEdge;
    const node = [from.node, to.node].find((end) => foughtOver.has(end));
    if (node !== undefined) return `nodes/${node}`;
    return change.kind === "added" ? `input/${to.node}/${to.port}` : record;
  };
}

/** Nodes that one side removed while the other went on with them. */
function goneUnder(removing: readonly GraphChange[], working: readonly GraphChange[]): string[] {
  const touched = touchedNodes(working);
  return removing.flatMap(({ kind, table, id }) =>
    kind === "removed" && table === "nodes" && touched.has(id) ? [id] : [],
  );
}

/** Nodes that were worked on: their settings, or a new wire of theirs. */
function touchedNodes(changes: readonly GraphChange[]): Set<string> {
  return new Set(
    changes.flatMap((change) => {
      if (change.table === "nodes") return change.kind === "changed" && !isMove(change) ? [change.id] : [];
      if (change.table !== "edges" || change.kind !== "added") return [];
      const { from, to } = change.record as GraphEdge;
      return [from.node, to.node];
    }),
  );
}

function groupBy(changes: readonly GraphChange[], keyOf: (change: GraphChange) => string): Map<string, GraphChange[]> {
  const groups = new Map<string, GraphChange[]>();
  for (const change of changes) groups.set(keyOf(change), [...(groups.get(keyOf(change)) ?? []), change]);
  return groups;
}

function isSame(a: readonly GraphChange[], b: readonly GraphChange[]): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function inputOf({ to }: GraphEdge): string {
  return `${to.node}/${to.port}`;
}
