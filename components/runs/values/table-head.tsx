"use client";
import { ArrowDown, ArrowUp, ChartNoAxesColumn } from "lucide-react";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { Popover } from "#components/ui/popover";
import type { ArtifactRef } from "#graph/recorded-values";
import { ColumnFacts } from "./column-facts";
import type { TableColumn, TableSort } from "./use-table.ts";

/** The name of a column: pressed, it sorts up, down and not at all. Its statistics open beside it. */
export function TableHead({
  artifact,
  column,
  index,
  sort,
  onSort,
  style,
}: {
  artifact: ArtifactRef;
  column: TableColumn;
  index: number;
  sort: TableSort;
  onSort: (sort: TableSort) => void;
  style: React.CSSProperties;
}) {
  const own = sort?.column === index ? sort : null;
  const next =
    own === null
      ? { column: index, isDescending: false }
      : own.isDescending
        ? null
        : { column: index, isDescending: true };
  return (
    <span
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={own === null ? "none" : own.isDescending ? "descending" : "ascending"}
      className="absolute top-0 flex items-center gap-0.5 pr-1"
      style={style}
    >
      <button
        type="button"
        onClick={() => onSort(next)}
        title={column.name}
        className="focus-inset grid h-full min-w-0 flex-1 content-center px-2.5 text-left hover:bg-hover"
      >
        <span className="flex items-center gap-1 font-medium">
          <span dir="auto" className="truncate">
            {column.name || "(no name)"}
          </span>
          {own && <Icon icon={own.isDescending ? ArrowDown : ArrowUp} size={12} />}
        </span>
        <span className="mono truncate text-2xs font-normal leading-tight text-3">{column.type}</span>
      </button>
      <Popover
        label={`Statistics of ${column.name}`}
        trigger={<IconButton icon={ChartNoAxesColumn} label={`Statistics of ${column.name}`} size="sm" />}
      >
        <ColumnFacts artifact={artifact} column={index} name={column.name} />
      </Popover>
    </span>
  );
}
