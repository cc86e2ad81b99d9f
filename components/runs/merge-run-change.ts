import type { RunFilter, RunRow, RunsPage } from "./run-row.ts";

/**
 * Loaded pages after a run has changed: its row is replaced where it stands, taken out when it no longer fits the filter,
 * and put in its place when it is new. A run older than what has been loaded comes with its page.
 */
export function mergeRunChange(pages: readonly RunsPage[], row: RunRow, filter: RunFilter): RunsPage[] {
  const isKnown = pages.some(({ items }) => items.some(({ id }) => id === row.id));
  const fits =
    (!filter.status || row.status === filter.status) && (!filter.workflowId || row.workflowId === filter.workflowId);
  if (isKnown) {
    return pages.map((page) => ({
      ...page,
      items: fits
        ? page.items.map((item) => (item.id === row.id ? row : item))
        : page.items.filter(({ id }) => id !== row.id),
    }));
  }
  const at = pages.findIndex((page, index) => {
    const oldest = page.items.at(-1);
    return oldest ? row.number > oldest.number : index === 0;
  });
  const isPastEnd = at === -1 && pages.at(-1)?.nextCursor === null;
  if (!fits || (at === -1 && !isPastEnd)) return [...pages];
  return pages.map((page, index) => {
    if (index !== (at === -1 ? pages.length - 1 : at)) return page;
    return { ...page, items: [...page.items, row].toSorted((one, other) => other.number - one.number) };
  });
}
