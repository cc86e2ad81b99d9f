import type { ListItemState, ValueDifference } from "#graph/value-differences";
import { AppError } from "../app-error.ts";
import type { Comparable } from "./comparable.ts";
import { isList } from "./comparable.ts";
import { compareFlows, statesOf } from "./compare-flows.ts";
import type { CompareOptions } from "./compare-values.ts";

/** Some of the places of two lists; `total` counts those that were asked for. */
export type ComparedItems = {
  total: number;
  items: { index: number; state: ListItemState; difference: ValueDifference | null }[];
};

export async function compareItems(
  a: Comparable,
  b: Comparable,
  { from, count, onlyDiffering, ...options }: CompareOptions & { from: number; count: number; onlyDiffering: boolean },
): Promise<ComparedItems> {
  if (!isList(a) || !isList(b))
    throw new AppError("BAD_REQUEST", "What went through this port is no list in both runs.");
  const states = (await statesOf(a, b)).map((state, index) => ({ state, index }));
  const shown = onlyDiffering ? states.filter(({ state }) => state !== "same" && state !== "empty") : states;
  const items: ComparedItems["items"] = [];
  for (const { state, index } of shown.slice(from, from + count)) {
    const isPair = state === "differs";
    const difference = isPair ? await compareFlows(a.items[index]!, b.items[index]!, options) : null;
    items.push({ index, state: difference?.kind === "same" ? "same" : state, difference });
  }
  return { total: shown.length, items };
}

/** The item at a path of places, "3.0": the first one of the fourth. @throws AppError NOT_FOUND */
export function comparableAt(comparable: Comparable, path: readonly number[]): Comparable {
  let at: Comparable | null | undefined = comparable;
  for (const place of path) at = at && isList(at) ? at.items[place] : null;
  if (!at) throw new AppError("NOT_FOUND", `There is no item ${path.join(".")} in both lists.`);
  return at;
}
