"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { Icon } from "#components/ui/icon";
import { isDescending, type RunSort } from "#graph/run-sort";
import { type RunColumn, runColumns } from "./run-columns.ts";

const titles = new Map<RunColumn, string>(runColumns.map(({ id, title }) => [id, title]));

/** The orders of a column, in the order in which presses go through them; after the last come the newest first. */
const sortsOf: Partial<Record<RunColumn, readonly [RunSort, RunSort]>> = {
  duration: ["longest", "shortest"],
  size: ["largest", "smallest"],
};

/** The title of a column; that of one by which the list can be sorted is pressed for it. */
export function ColumnHeading({
  column,
  sort,
  onSort,
  className,
}: {
  column: RunColumn;
  sort: RunSort | null;
  onSort: (sort: RunSort | null) => void;
  className: string;
}) {
  const sorts = sortsOf[column];
  const title = titles.get(column);
  if (!sorts) {
    return (
      <th scope="col" className={className}>
        {title}
      </th>
    );
  }
  const own = sorts.find((one) => one === sort);
  const next = own === undefined ? sorts[0] : own === sorts[0] ? sorts[1] : null;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={own === undefined ? "none" : isDescending(own) ? "descending" : "ascending"}
    >
      <button
        type="button"
        title={next === null ? "Newest first" : `The ${next} first; runs that have none are left out`}
        onClick={() => onSort(next)}
        className="-mx-1 inline-flex items-center gap-1 rounded-2 px-1 py-1 font-medium hover:bg-hover hover:text-1"
      >
        {title}
        {own && <Icon icon={isDescending(own) ? ArrowDown : ArrowUp} size={12} />}
      </button>
    </th>
  );
}
