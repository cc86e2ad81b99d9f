"use client";
import { ChevronRight, Ellipsis } from "lucide-react";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { useTools } from "../editor-tools.ts";
import { NodeCells, StepCells } from "./node-cells.tsx";
import type { OutlineColumn } from "./outline-columns.ts";
import type { OutlineRow } from "./outline-rows.ts";
import { recordOfRow } from "./outline-rows.ts";
import { toggleRow } from "./outline-work.ts";
import { FrameCells, NoteCells, PortCells, ProblemCells } from "./part-cells.tsx";
import { belowRow } from "./row-keys.ts";

/** What the cells of a row show, by column; a column that is left out is empty. */
export type Cells = Partial<Record<OutlineColumn, React.ReactNode>>;
export type CellsProps<Row = OutlineRow> = {
  row: Row;
  isNarrow: boolean;
  children: (cells: Cells) => React.ReactNode;
};

type Props = {
  row: OutlineRow;
  index: number;
  start: number;
  size: number;
  columns: readonly OutlineColumn[];
  isNarrow: boolean;
  isCurrent: boolean;
  column: number | null;
  isSelected: boolean;
  /** The focus came to the row, or to one of its cells. */
  onPlace: (column: number | null) => void;
  /** What Enter does. */
  onEnter: () => void;
};

/** One row of the outline, with its place in the tree as screen readers say it. */
export function OutlineRowView({ row, isNarrow, ...rest }: Props) {
  const show = (cells: Cells) => <Row row={row} isNarrow={isNarrow} cells={cells} {...rest} />;
  switch (row.kind) {
    case "node":
      return (
        <NodeCells row={row} isNarrow={isNarrow}>
          {show}
        </NodeCells>
      );
    case "step":
      return (
        <StepCells row={row} isNarrow={isNarrow}>
          {show}
        </StepCells>
      );
    case "port":
      return (
        <PortCells row={row} isNarrow={isNarrow}>
          {show}
        </PortCells>
      );
    case "frame":
      return (
        <FrameCells row={row} isNarrow={isNarrow}>
          {show}
        </FrameCells>
      );
    case "note":
      return (
        <NoteCells row={row} isNarrow={isNarrow}>
          {show}
        </NoteCells>
      );
    case "problem":
      return (
        <ProblemCells row={row} isNarrow={isNarrow}>
          {show}
        </ProblemCells>
      );
  }
}

function Row({
  row,
  index,
  start,
  size,
  columns,
  cells,
  isCurrent,
  column,
  isSelected,
  onPlace,
  onEnter,
}: Props & { cells: Cells }) {
  const tools = useTools();
  const { key, level, place, siblings, isOpen, kind } = row;
  const record = recordOfRow(row);
  const openMenu = (element: Element) => {
    const { selection, select } = tools.editor.getState();
    if (record !== null && !selection.has(record)) select([record]);
    tools.ui.setState({ menu: belowRow(element) });
  };
  return (
    <div
      role="row"
      data-outline-row={key}
      data-node-id={kind === "node" || kind === "frame" || kind === "note" ? key : undefined}
      data-kind-of-row={kind}
      aria-rowindex={index + 2}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={isOpen ?? undefined}
      aria-selected={isSelected}
      tabIndex={isCurrent && column === null ? 0 : -1}
      style={{ height: size, transform: `translateY(${start}px)` }}
      className="outline-row outline-cells"
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("button, input, textarea")) return;
        onPlace(null);
        const { selection, select } = tools.editor.getState();
        const ids = record === null ? [] : [record];
        select(event.shiftKey || event.ctrlKey || event.metaKey ? [...selection, ...ids] : ids);
      }}
      onDoubleClick={(event) => {
        if (event.target instanceof Element && event.target.closest("button, input, textarea")) return;
        onEnter();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(event.currentTarget);
      }}
    >
      {columns.map((name, at) => (
        <div
          key={name}
          role="gridcell"
          aria-colindex={at + 1}
          data-column={name}
          tabIndex={isCurrent && column === at ? 0 : -1}
          style={name === "title" ? { paddingLeft: (level - 1) * 18 } : undefined}
        >
          {name === "title" && (
            <button
              type="button"
              tabIndex={-1}
              aria-hidden
              className="outline-toggle"
              data-hidden={isOpen === null || undefined}
              data-open={isOpen || undefined}
              onClick={() => {
                toggleRow(tools, key);
                onPlace(null);
              }}
            >
              <Icon icon={ChevronRight} size={12} />
            </button>
          )}
          {cells[name]}
          {at === columns.length - 1 && kind !== "step" && kind !== "problem" && kind !== "port" && (
            <IconButton
              icon={Ellipsis}
              size="sm"
              label="Menu of this row"
              tabIndex={isCurrent ? 0 : -1}
              className="outline-menu"
              onClick={({ currentTarget }) => {
                onPlace(null);
                openMenu(currentTarget);
              }}
            />
          )}
        </div>
      ))}
    </div>
  );
}
