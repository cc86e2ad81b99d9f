"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { RecordedValue } from "#graph/recorded-values";
import { formatCount } from "../../ui/format-number.ts";
import { ContentFailed } from "./content-state";
import { printable } from "./text-lines.ts";
import { type Plane, planeSize, type PlaneWindow } from "./tensor-plane.ts";
import { usePlane } from "./use-tensor.ts";
import type { ValueProps } from "./value-props.ts";

const ROW_PX = 22;
const COLUMN_PX = 92;
const HEAD_PX = 64;
/** Read together: what is in view lies in a few of these. */
const BLOCK = { rows: 64, columns: 16 };
/** Browsers cannot scroll further than some 30 million pixels. */
const MAX_ROWS = 1_000_000;
const MAX_COLUMNS = 200_000;

/** The numbers of a plane in rows and columns; only those in view are read. */
export function TensorValues({
  record,
  preview,
  plane,
  goTo,
  maxHeightPx,
}: {
  record: RecordedValue;
  preview: ValueProps<"tensor">["preview"];
  plane: Plane;
  /** The cell to begin at. */
  goTo: { row: number; column: number } | null;
  maxHeightPx: number | string;
}) {
  const size = planeSize(preview.shape, plane);
  const counts = { rows: Math.min(size.rows, MAX_ROWS), columns: Math.min(size.columns, MAX_COLUMNS) };
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: counts.rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    scrollMargin: ROW_PX,
    initialRect: { width: 300, height: 300 },
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: counts.columns,
    getScrollElement: () => scroller.current,
    estimateSize: () => COLUMN_PX,
    overscan: 2,
    scrollMargin: HEAD_PX,
    initialRect: { width: 300, height: 300 },
  });
  useEffect(() => {
    if (!goTo) return;
    rows.scrollToIndex(Math.min(goTo.row, counts.rows - 1), { align: "center" });
    columns.scrollToIndex(Math.min(goTo.column, counts.columns - 1), { align: "center" });
  }, [goTo, rows, columns, counts.rows, counts.columns]);

  const shownRows = rows.getVirtualItems();
  const shownColumns = columns.getVirtualItems();
  const [rowFrom, rowTo] = [shownRows[0]?.index ?? 0, (shownRows.at(-1)?.index ?? -1) + 1];
  const [columnFrom, columnTo] = [shownColumns[0]?.index ?? 0, (shownColumns.at(-1)?.index ?? -1) + 1];
  const blocks = useMemo(
    () =>
      blocksOf(
        { from: rowFrom, to: rowTo },
        { from: columnFrom, to: columnTo },
        { rows: counts.rows, columns: counts.columns },
      ),
    [rowFrom, rowTo, columnFrom, columnTo, counts.rows, counts.columns],
  );
  const { parts, error, retry } = usePlane({ record, preview, plane }, blocks);
  const textAt = (row: number, column: number) => {
    const at = blocks.findIndex((block) => isIn(block.rows, row) && isIn(block.columns, column));
    const part = parts[at];
    return part ? part.textAt(row - part.rows.start, column - part.columns.start) : "…";
  };

  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      {error && <ContentFailed label="values" error={error} onRetry={retry} />}
      <div
        ref={scroller}
        role="table"
        aria-label="Values"
        aria-rowcount={size.rows + 1}
        aria-colcount={size.columns + 1}
        tabIndex={0}
        className="mono relative overflow-auto rounded-3 border border-line bg-node text-xs"
        style={{ maxHeight: maxHeightPx }}
      >
        <div role="rowgroup" className="sticky top-0 z-10" style={{ width: HEAD_PX + columns.getTotalSize() }}>
          <div
            role="row"
            aria-rowindex={1}
            className="relative border-b border-line bg-panel"
            style={{ height: ROW_PX }}
          >
            {shownColumns.map(({ index, start }) => (
              <span
                key={index}
                role="columnheader"
                aria-colindex={index + 2}
                className="absolute top-0 truncate px-2 text-right leading-[22px] text-3"
                style={{ left: start, width: COLUMN_PX }}
              >
                {formatCount(index)}
              </span>
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className="relative"
          style={{ height: rows.getTotalSize(), width: HEAD_PX + columns.getTotalSize() }}
        >
          {shownRows.map(({ index: row, start }) => (
            <div
              key={row}
              role="row"
              aria-rowindex={row + 2}
              className="absolute left-0 w-full"
              style={{ top: start - ROW_PX, height: ROW_PX }}
            >
              <span
                role="rowheader"
                className="sticky left-0 z-[5] block truncate border-r border-line bg-panel px-2 text-right leading-[22px] text-3"
                style={{ width: HEAD_PX }}
              >
                {formatCount(row)}
              </span>
              {shownColumns.map(({ index: column, start: left }) => {
                const text = printable(textAt(row, column).slice(0, 200));
                return (
                  <span
                    key={column}
                    role="cell"
                    aria-colindex={column + 2}
                    title={text}
                    data-goal={goTo?.row === row && goTo.column === column}
                    className="absolute top-0 truncate px-2 text-right leading-[22px] data-[goal=true]:bg-selected data-[goal=true]:font-medium"
                    style={{ left, width: COLUMN_PX }}
                  >
                    {text}
                  </span>
                );
              })}
            </div>
          ))}
        </div>
      </div>
      {(counts.rows < size.rows || counts.columns < size.columns) && (
        <p className="text-xs text-3">
          The first {formatCount(counts.rows)} rows and {formatCount(counts.columns)} columns can be seen here.
        </p>
      )}
    </div>
  );
}

type Stretch = { from: number; to: number };

function blocksOf(rows: Stretch, columns: Stretch, counts: { rows: number; columns: number }): PlaneWindow[] {
  const blocks: PlaneWindow[] = [];
  const firstOf = (at: number, size: number) => Math.floor(at / size) * size;
  for (let row = firstOf(rows.from, BLOCK.rows); row < rows.to; row += BLOCK.rows) {
    for (let column = firstOf(columns.from, BLOCK.columns); column < columns.to; column += BLOCK.columns) {
      blocks.push({
        rows: { start: row, count: Math.min(BLOCK.rows, counts.rows - row), step: 1 },
        columns: { start: column, count: Math.min(BLOCK.columns, counts.columns - column), step: 1 },
      });
    }
  }
  return blocks;
}

function isIn({ start, count }: { start: number; count: number }, at: number): boolean {
  return at >= start && at < start + count;
}
