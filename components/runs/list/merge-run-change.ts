import { comparePlaces, runPlace, type RunSort } from "#graph/run-sort";
import type { RunChange, RunRow, RunsPage } from "../run-row.ts";

/**
 * Loaded pages after a run has changed: its row is replaced where it stands, taken out when it no longer matches the query,
 * and put in its place when it is new. A run behind what has been loaded comes with its page.
 */
export function mergeRunChange(
  given: readonly RunsPage[],
  { row, isMatch }: RunChange,
  sort: RunSort | null = null,
): RunsPage[] {
  const known = given.flatMap(({ items }) => items.find(({ id }) => id === row.id) ?? [])[0];
  if (sort !== null) return mergeSorted(given, { row, isMatch }, { sort, known });
  const pages = given;
  if (known) {
    return pages.map((page) => ({
      ...page,
      items: isMatch
        ? page.items.map((item) => (item.id === row.id ? row : item))
        : page.items.filter(({ id }) => id !== row.id),
    }));
  }
  // A page has all that match from its `nextCursor` up to the page before.
  const at = pages.findIndex(({ nextCursor }) => row.number >= (typeof nextCursor === "number" ? nextCursor : 0));
  if (!isMatch || at === -1) return [...pages];
  return pages.map((page, index) => {
    if (index !== at) return page;
    return { ...page, items: [...page.items, row].toSorted((one, other) => other.number - one.number) };
  });
}

/** The same in another order, in which a run may change its place, and has none before it has ended. */
function mergeSorted(
  pages: readonly RunsPage[],
  { row, isMatch }: RunChange,
  { sort, known }: { sort: RunSort; known: RunRow | undefined },
): RunsPage[] {
  const place = isMatch ? runPlace(row, sort) : null;
  const before = known && runPlace(known, sort);
  if (place && before && comparePlaces(place, before, sort) === 0) {
    return pages.map((page) => ({ ...page, items: page.items.map((item) => (item.id === row.id ? row : item)) }));
  }
  const others = pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== row.id) }));
  if (!place) return others;
  const at = others.findIndex(
    ({ nextCursor }) =>
      nextCursor === null || (typeof nextCursor === "object" && comparePlaces(place, nextCursor, sort) <= 0),
  );
  return others.map((page, index) => {
    if (index !== at) return page;
    const after = page.items.findIndex((item) => comparePlaces(place, runPlace(item, sort)!, sort) < 0);
    const items = after === -1 ? [...page.items, row] : page.items.toSpliced(after, 0, row);
    return { ...page, items };
  });
}
