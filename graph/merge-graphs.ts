import { canonicalJson } from "./canonical-json.ts";
import { applyChanges, diffGraphs, isMove } from "./diff-graphs.ts";
import type { GraphChange } from "./diff-graphs.ts";
import { MAX_NOTE_CHARACTERS } from "./limits.ts";
import { mergeTexts } from "./merge-texts.ts";
import type { Graph, GraphEdge } from "./schema.ts";

export type Side = "mine" | "theirs";

/** What the two sides did that cannot both be: one of them is taken, with all that belongs to it. */
export type Clash = { key: string; mine: GraphChange[]; theirs: GraphChange[] };

/** What became of one graph in two hands. What does not clash is taken from both. */
export type GraphMerge = { base: Graph; mine: GraphChange[]; theirs: GraphChange[]; clashes: Clash[] };

/**
 * Compares what two sides made of `base`: by record, and within a record by field and param. Clashes are the same field set
 * to different values, a record removed here and changed there, and two wires into one input. Of two moves mine is taken, and of
 * a note that both wrote in at different places the words of both.
 */
export function mergeGraphs(base: Graph, { mine, theirs }: { mine: Graph; theirs: Graph }): GraphMerge {
  const changes = { mine: diffGraphs(base, mine), theirs: diffGraphs(base, theirs) };
  const clashes = new Map<string, Clash>();
  const joined = new Map<string, GraphChange>();
  const unitOf = unitsOf({ graph: mine, changes: changes.mine }, { graph: theirs, changes: changes.theirs });
  const byUnit = { mine: groupBy(changes.mine, unitOf), theirs: groupBy(changes.theirs, unitOf) };
  for (const [key, ours] of byUnit.mine) {
    const others = byUnit.theirs.get(key);
    if (!others || isSame(ours, others) || ours.every(isMove) || others.every(isMove)) continue;
    const text = joinedText(ours, others);
    if (text) joined.set(key, text);
    else clashes.set(key, { key, mine: ours, theirs: others });
  }
  const isFree = (change: GraphChange) => !clashes.has(unitOf(change)) && !joined.has(unitOf(change));
  return {
    base,
    mine: [...changes.mine.filter(isFree), ...joined.values()],
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

/** Of a note that both write in at different places, the text of both. */
function joinedText([mine, ...more]: GraphChange[], [theirs, ...others]: GraphChange[]): GraphChange | null {
  if (mine?.kind !== "changed" || theirs?.kind !== "changed" || more.length + others.length > 0) return null;
  if (mine.table !== "notes" || mine.field !== "text") return null;
  const after = mergeTexts(String(mine.before), { mine: String(mine.after), theirs: String(theirs.after) });
  return after === null || after.length > MAX_NOTE_CHARACTERS ? null : { ...mine, after };
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

type SideOfMerge = { graph: Graph; changes: readonly GraphChange[] };

/**
 * What each change of a side is decided with: a field by itself, unless one side removed, added or replaced the record that
 * the other side touched; then all of the record, and for a node the wires that came or went with it. Wires that came to
 * end in one input are decided together, and so are those that made room for them.
 */
function unitsOf(mine: SideOfMerge, theirs: SideOfMerge): (change: GraphChange) => string {
  const whole = new Set<string>();
  for (const change of [...mine.changes, ...theirs.changes]) {
    const isOfRecord = change.kind !== "changed" || change.field === "type" || change.field === "version";
    if (isOfRecord) whole.add(`${change.table}/${change.id}`);
  }
  const foughtOver = new Set([...goneUnder(mine, theirs), ...goneUnder(theirs, mine)]);
  const wires = createGroups();
  for (const { graph, changes } of [mine, theirs]) {
    for (const change of changes) {
      if (change.table !== "edges") continue;
      const edge = edgeOf(change, graph);
      const nodes = [edge.from.node, edge.to.node].filter((end) => foughtOver.has(end));
      // A new wire needs both of its nodes; one that is gone comes back with either.
      const needed = change.kind === "removed" ? nodes.slice(0, 1) : nodes;
      for (const node of needed) wires.join(`edges/${edge.id}`, `nodes/${node}`);
      if (change.kind !== "removed") wires.join(`edges/${edge.id}`, `input/${inputOf(edge)}`);
    }
  }
  return (change) => {
    const record = `${change.table}/${change.id}`;
    if (change.table === "edges") return wires.nameOf(record);
    if (!whole.has(record)) return `${record}/${"field" in change ? change.field : ""}`;
    return change.table === "nodes" ? wires.nameOf(record) : record;
  };
}

/** Groups of keys that were joined, directly or over others. A group goes by its last key in the order of letters. */
function createGroups() {
  const parents = new Map<string, string>();
  function nameOf(key: string): string {
    const parent = parents.get(key);
    return parent === undefined ? key : nameOf(parent);
  }
  return {
    nameOf,
    join(one: string, other: string) {
      const [first, last] = [nameOf(one), nameOf(other)].toSorted();
      if (first !== last) parents.set(first!, last!);
    },
  };
}

/** The wire as the side has it that changed it; as it was, where it is removed. */
function edgeOf(change: GraphChange, graph: Graph): GraphEdge {
  return change.kind === "changed" ? graph.edges[change.id]! : (change.record as GraphEdge);
}

/** Nodes that one side removed while the other went on with them. */
function goneUnder(removing: SideOfMerge, working: SideOfMerge): string[] {
  const touched = touchedNodes(working);
  return removing.changes.flatMap(({ kind, table, id }) =>
    kind === "removed" && table === "nodes" && touched.has(id) ? [id] : [],
  );
}

/** Nodes that were worked on: their settings, or a wire that came to them. */
function touchedNodes({ graph, changes }: SideOfMerge): Set<string> {
  return new Set(
    changes.flatMap((change) => {
      if (change.table === "nodes") return change.kind === "changed" && !isMove(change) ? [change.id] : [];
      if (change.table !== "edges" || change.kind === "removed") return [];
      const { from, to } = edgeOf(change, graph);
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

/** Takes one wire. */
export function inputOf({ to }: GraphEdge): string {
  return `${to.node}/${to.port}`;
}
