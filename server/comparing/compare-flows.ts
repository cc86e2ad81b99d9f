import { magnitudeOf } from "#graph/difference-magnitude";
import { NodeError } from "#graph/node-runner";
import type { ListDifference, ListItemState, ValueDifference } from "#graph/value-differences";
import { AppError } from "../app-error.ts";
import type { Comparable, ComparableList, ComparableValue } from "./comparable.ts";
import { isList } from "./comparable.ts";
import { beginTensors, compareValues } from "./compare-values.ts";
import type { CompareOptions } from "./compare-values.ts";

/** Of a list, the items that are looked into: as many as this, and no more after this time. */
const MAX_EXAMINED = 24;
const EXAMINE_MS = 4_000;
/** Elements of two tensors that are held at once: 8 MB each at float64. */
const PIECE_ELEMENTS = 1_048_576;

/** How what went through a port in A differs from that in B. */
export async function compareFlows(a: Comparable, b: Comparable, options: CompareOptions): Promise<ValueDifference> {
  if (isList(a) && isList(b)) return compareLists(a, b, options);
  if (isList(a) || isList(b)) return { kind: "other-kind", a: wordsOf(a), b: wordsOf(b) };
  if (a.kind === b.kind && (await a.digest()) === (await b.digest())) return { kind: "same", how: "bytes" };
  try {
    if (a.pieces && b.pieces) return await compareInPieces(a, b, options);
    return await compareValues(await a.load(), await b.load(), options);
  } catch (error) {
    if (!(error instanceof AppError || error instanceof NodeError)) throw error;
    return { kind: "unread", reason: error.message };
  }
}

async function compareInPieces(
  a: ComparableValue,
  b: ComparableValue,
  options: CompareOptions,
): Promise<ValueDifference> {
  const [before, after] = [await a.pieces!(), await b.pieces!()];
  const comparison = beginTensors(before, after, options);
  if (!comparison.elements) return comparison.end();
  const total = before.shape.reduce((product, size) => product * size, 1);
  for (let from = 0; from < total; from += PIECE_ELEMENTS) {
    const count = Math.min(PIECE_ELEMENTS, total - from);
    comparison.elements.add({ a: await before.read(from, count), b: await after.read(from, count) });
  }
  return comparison.end();
}

async function compareLists(a: ComparableList, b: ComparableList, options: CompareOptions): Promise<ValueDifference> {
  const states = await statesOf(a, b);
  const differing = states.flatMap((state, index) => (state === "differs" ? [index] : []));
  const countOf = (wanted: ListItemState) => states.filter((state) => state === wanted).length;
  const list: ListDifference = {
    kind: "list",
    counts: [a.items.length, b.items.length],
    same: countOf("same") + countOf("empty"),
    differing: differing.length,
    onlyA: countOf("only-a"),
    onlyB: countOf("only-b"),
    examined: 0,
    largest: null,
  };
  const endsAt = performance.now() + EXAMINE_MS;
  for (const index of differing.slice(0, MAX_EXAMINED)) {
    const difference = await compareFlows(a.items[index]!, b.items[index]!, options);
    list.examined++;
    // Other bytes, same value.
    if (difference.kind === "same") {
      list.differing--;
      list.same++;
    } else if (!list.largest || magnitudeOf(difference) > magnitudeOf(list.largest.difference)) {
      list.largest = { index, difference };
    }
    if (performance.now() > endsAt) break;
  }
  if (list.differing + list.onlyA + list.onlyB > 0) return list;
  return { kind: "same", how: differing.length === 0 ? "bytes" : "values" };
}

/** Place by place, by content hash alone. */
export async function statesOf(a: ComparableList, b: ComparableList): Promise<ListItemState[]> {
  const states: ListItemState[] = [];
  for (let index = 0; index < Math.max(a.items.length, b.items.length); index++) {
    states.push(await stateOf(a.items[index] ?? null, b.items[index] ?? null));
  }
  return states;
}

async function stateOf(a: Comparable | null, b: Comparable | null): Promise<ListItemState> {
  if (!a || !b) return a ? "only-a" : b ? "only-b" : "empty";
  if (isList(a) && isList(b)) return (await statesOf(a, b)).every(isAlike) ? "same" : "differs";
  if (isList(a) || isList(b) || a.kind !== b.kind) return "differs";
  return (await a.digest()) === (await b.digest()) ? "same" : "differs";
}

function isAlike(state: ListItemState): boolean {
  return state === "same" || state === "empty";
}

function wordsOf(comparable: Comparable): string {
  return isList(comparable) ? `list of ${comparable.items.length}` : comparable.kind;
}
