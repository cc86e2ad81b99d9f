"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { ArtifactRef } from "#graph/recorded-values";
import { contentErrorOf } from "./content-error-of.ts";
import { ContentFailed } from "./content-state";
import { numberWords } from "./number-words.ts";
import { TableHead } from "./table-head";
import { printable } from "./text-lines.ts";
import {
  PAGE_COLUMNS,
  PAGE_ROWS,
  type TableColumn,
  type TableSort,
  type TableView,
  useTablePages,
} from "./use-table.ts";
import { useSize } from "./use-size.ts";

const ROW_PX = 26;
const HEAD_PX = 44;
const NUMBER_PX = 64;
/** Columns share the width that there is, between these. */
const COLUMN_PX = { least: 132, most: 320 };
/** Browsers cannot scroll further than some 30 million pixels. */
export const MAX_GRID_ROWS = 1_000_000;

/** Rows and columns of a table of any size; only those in view are read. */
export function TableGrid({
  artifact,
  columns,
  rowCount,
  view,
  onSort,
  maxHeightPx,
}: {
  artifact: ArtifactRef;
  columns: readonly TableColumn[];
  rowCount: number;
  view: TableView;
  onSort: (sort: TableSort) => void;
  maxHeightPx: number | string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useSize(scroller)?.width ?? 340;
  const columnPx = Math.round(
    Math.min(COLUMN_PX.most, Math.max(COLUMN_PX.least, (width - NUMBER_PX) / Math.max(1, columns.length) - 1)),
  );
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => columnPx,
    overscan: 2,
    scrollMargin: NUMBER_PX,
    initialRect: { width: 340, height: 300 },
  });
  const down = useVirtualizer({
    count: Math.min(rowCount, MAX_GRID_ROWS),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollMargin: HEAD_PX,
    initialRect: { width: 340, height: 300 },
  });
  const shownRows = down.getVirtualItems();
  const shownColumns = across.getVirtualItems();
  const { cellAt, error, retry } = useTablePages(
    artifact,
    view,
    cornersOf(
      shownRows.map(({ index }) => index),
      shownColumns.map(({ index }) => index),
    ),
  );
  const totalPx = NUMBER_PX + across.getTotalSize();

  useEffect(() => across.measure(), [across, columnPx]);
  return (
    <>
      {error && <ContentFailed label="rows" error={contentErrorOf(error)} onRetry={retry} />}
      <div
        ref={scroller}
        role="table"
        aria-label="Rows"
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length + 1}
        tabIndex={0}
        className="relative overflow-auto rounded-3 border border-line bg-node text-xs"
        style={{ maxHeight: maxHeightPx }}
      >
        <div role="rowgroup" className="sticky top-0 z-10" style={{ width: totalPx }}>
          <div
            role="row"
            aria-rowindex={1}
            className="relative border-b border-line bg-panel"
            style={{ height: HEAD_PX }}
          >
            <span role="columnheader" aria-colindex={1} className="sr-only">
              Row
            </span>
            {shownColumns.map(({ index, start }) => (
              <TableHead
                key={index}
                artifact={artifact}
                column={columns[index]!}
                index={index}
                sort={view.sort}
                onSort={onSort}
                style={{ left: start, width: columnPx, height: HEAD_PX }}
              />
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: down.getTotalSize(), width: totalPx }}>
          {shownRows.map(({ index: row, start }) => (
            <div
              key={row}
              role="row"
              aria-rowindex={row + 2}
              className="absolute left-0 w-full border-b border-line hover:bg-hover"
              style={{ top: start - HEAD_PX, height: ROW_PX }}
            >
              <span
                role="rowheader"
                aria-colindex={1}
                className="sticky left-0 z-[5] block truncate border-r border-line bg-panel px-2 text-right leading-[25px] tabular-nums text-3"
                style={{ width: NUMBER_PX }}
              >
                {row + 1}
              </span>
              {shownColumns.map(({ index: column, start: left }) => {
                const cell = cellAt(row, column);
                const isNumber = columns[column]!.kind === "number";
                return (
                  <span
                    key={column}
                    role="cell"
                    aria-colindex={column + 2}
                    dir={isNumber ? undefined : "auto"}
                    title={cell ?? undefined}
                    className={`absolute top-0 truncate px-2.5 leading-[25px] tabular-nums ${isNumber ? "text-right" : ""}`}
                    style={{ left, width: columnPx }}
                  >
                    {cell === undefined ? (
                      <span className="text-3">…</span>
                    ) : cell === null ? (
                      <span className="text-3">null</span>
                    ) : isNumber ? (
                      numberWords(cell)
                    ) : (
                      printable(cell)
                    )}
                  </span>
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

function cornersOf(rows: readonly number[], columns: readonly number[]) {
  const firsts = (places: readonly number[], size: number) => [
    ...new Set(places.map((place) => Math.floor(place / size) * size)),
  ];
  return firsts(rows, PAGE_ROWS).flatMap((row) => firsts(columns, PAGE_COLUMNS).map((column) => ({ row, column })));
}
