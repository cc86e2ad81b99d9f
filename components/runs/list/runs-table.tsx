"use client";
import { Star } from "lucide-react";
import { Checkbox } from "#components/ui/checkbox";
import { Icon } from "#components/ui/icon";
import type { RunSort } from "#graph/run-sort";
import { formatCount } from "../../ui/format-number.ts";
import { rowKeys } from "../../ui/list-keys.ts";
import type { RunRow } from "../run-row.ts";
import { ColumnHeading } from "./column-heading";
import { StarButton } from "../star/star-button";
import { useStar } from "../star/use-star.ts";
import { runCells } from "./run-cell";
import type { RunColumn } from "./run-columns.ts";
import type { Selection } from "./use-selection.ts";

/** Widths, and from which width of the window on a column is there: the status, the run and its workflow always are. What is left is the workflow's. */
const looks: Record<RunColumn, string> = {
  status: "w-28 max-sm:w-auto",
  run: "w-16",
  workflow: "w-full max-w-0 min-w-32 truncate max-sm:min-w-0",
  version: "w-16 max-lg:hidden",
  trigger: "w-24 max-lg:hidden",
  duration: "w-40 max-sm:hidden",
  wait: "w-20 max-lg:hidden",
  steps: "w-48 max-lg:hidden",
  cached: "w-20 max-lg:hidden",
  device: "w-24 max-lg:hidden",
  size: "w-20 max-lg:hidden",
  tags: "max-md:hidden",
  note: "max-lg:hidden",
  started: "w-28",
  by: "w-40 max-md:hidden",
};

/** Runs in their order. `selection` where the reader may do something to several. */
export function RunsTable({
  runs,
  columns,
  sort,
  onSort,
  selection,
}: {
  runs: readonly RunRow[];
  columns: readonly RunColumn[];
  sort: RunSort | null;
  onSort: (sort: RunSort | null) => void;
  selection: Selection | null;
}) {
  const { star } = useStar();
  const longestMs = Math.max(...runs.map(({ durationMs }) => durationMs ?? 0));
  return (
    <table className="w-full border-separate border-spacing-0 text-xs">
      <thead>
        <tr className="text-left text-3 *:sticky *:top-0 *:z-10 *:h-[30px] *:whitespace-nowrap *:border-b *:border-line *:bg-node *:px-2.5 *:font-medium max-sm:*:px-1.5">
          {selection && (
            <td className="w-8 pl-4! pr-0! [&>button]:align-middle">
              <Checkbox
                label="Choose all loaded runs"
                isChecked={runs.every(({ id }) => selection.has(id))}
                onChange={(isChosen) => selection.chooseAll(isChosen ? runs.map(({ id }) => id) : [])}
              />
            </td>
          )}
          <th scope="col" className="w-8 px-0! max-sm:hidden">
            <span className="sr-only">Star</span>
          </th>
          {columns.map((column) => (
            <ColumnHeading key={column} column={column} sort={sort} onSort={onSort} className={looks[column]} />
          ))}
        </tr>
      </thead>
      <tbody data-rows>
        {runs.map((run) => (
          <tr
            key={run.id}
            data-chosen={selection?.has(run.id) || undefined}
            className="group/row relative hover:bg-hover has-[a:focus-visible]:bg-selected data-chosen:bg-selected *:h-8 *:whitespace-nowrap *:border-b *:border-line *:px-2.5 last:*:border-0 max-sm:*:px-1.5 pointer-coarse:*:h-11"
          >
            {selection && (
              // Above the link that covers the row; the press carries the shift key, which the box does not tell.
              <td
                className="relative z-1 pl-4! pr-0! [&>button]:align-middle"
                onClickCapture={(event) => selection.press(run.id, event.shiftKey)}
              >
                <Checkbox
                  label={`Choose run ${formatCount(run.number)}`}
                  isChecked={selection.has(run.id)}
                  onChange={() => {}}
                />
              </td>
            )}
            <td className="relative z-1 w-8 px-0! text-center max-sm:hidden">
              <RowStar run={run} mayStar={selection !== null} />
            </td>
            {columns.map((column) => (
              <td key={column} className={looks[column]} title={column === "workflow" ? run.workflowTitle : undefined}>
                {runCells[column]({
                  run,
                  longestMs,
                  linkProps: { ...rowKeys, onKeyDown: (event) => pressKey(event, run) },
                })}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );

  function pressKey(event: React.KeyboardEvent<HTMLAnchorElement>, run: RunRow) {
    if (!selection) return rowKeys.onKeyDown(event);
    if (event.key === " ") selection.press(run.id, event.shiftKey);
    else if (event.key === "s" && !event.ctrlKey && !event.metaKey && !event.altKey) star([run.id], !run.isStarred);
    else return rowKeys.onKeyDown(event);
    event.preventDefault();
  }
}

/** Faint until the row is pointed at, so that the starred ones stand out; fingers point at nothing before they press. Phones have it on the page of the run. */
function RowStar({ run, mayStar }: { run: RunRow; mayStar: boolean }) {
  const name = `run ${formatCount(run.number)}`;
  if (mayStar) {
    return (
      <StarButton
        run={run}
        name={name}
        shortcut="S"
        size="sm"
        className="align-middle aria-pressed:bg-transparent not-pointer-coarse:not-aria-pressed:opacity-0 group-hover/row:opacity-100 group-has-[:focus-visible]/row:opacity-100"
      />
    );
  }
  if (!run.isStarred) return null;
  return (
    <span title="Starred">
      <Icon icon={Star} size={14} className="inline align-middle" />
      <span className="sr-only">Starred</span>
    </span>
  );
}
