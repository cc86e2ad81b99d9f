"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ListTree, Plus } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { formatQuantity } from "../../ui/format-number.ts";
import { ActionIcon } from "../actions/action-button.tsx";
import { actionOf } from "../actions/editor-actions.ts";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import { FindPanel } from "../finding/find-panel.tsx";
import { failuresOf } from "../problems/failures-of.ts";
import { ProblemsPanel } from "../problems/problems-panel.tsx";
import { OutlineRowView } from "./outline-row.tsx";
import { outlineRows, recordOfRow } from "./outline-rows.ts";
import type { OutlineDocument } from "./outline-rows.ts";
import { goToRow, moveTo } from "./outline-work.ts";
import { columnsOf, columnTitles } from "./outline-columns.ts";
import { rowElement } from "./row-keys.ts";
import { useOutlineKeys } from "./use-outline-keys.ts";
import { useWidth } from "./use-width.ts";
import "./outline.css";

const ROW_HEIGHT = 32;
const TALL_ROW_HEIGHT = 54;
/** Below this a row has two lines and two columns. */
const NARROW = 640;

/** The workflow as a table that needs neither sight nor a mouse: its nodes in running order, opened to ports, problems and steps. */
export function OutlineView() {
  const tools = useTools();
  const { editor, ui, runs } = tools;
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const problems = useEditor((state) => state.problems);
  const subGraphs = useEditor((state) => state.subGraphs);
  const selection = useEditor((state) => state.selection);
  const failed = useRun(({ run }) =>
    failuresOf(run, graph)
      .map(({ nodeId, message }) => `${nodeId} ${message}`)
      .join("\n"),
  );
  const { outlineAt, outlineToggled, outlineFocus } = useStore(ui);
  const document = useMemo((): OutlineDocument => {
    const failures = failed === "" ? [] : failuresOf(runs.getState().run, graph);
    return { graph, library, subGraphs, problems: failures.length > 0 ? [...failures, ...problems] : problems };
  }, [graph, library, problems, subGraphs, failed, runs]);
  const rows = useMemo(() => outlineRows(document, outlineToggled), [document, outlineToggled]);

  const scroller = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const isNarrow = width !== null && width < NARROW;
  const columns = columnsOf(isNarrow);
  const found = rows.findIndex(({ key }) => key === outlineAt?.row);
  // Where the row that one was at is gone, the one in its place is next.
  const [lastIndex, setLastIndex] = useState(0);
  const current = found >= 0 ? found : Math.min(lastIndex, rows.length - 1);
  if (found >= 0 && found !== lastIndex) setLastIndex(found);
  const column = found >= 0 ? (outlineAt?.column ?? null) : null;
  const at = rows[current];

  // oxlint-disable-next-line react/incompatible-library -- its functions are called here only, and go into nothing that is memoized
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? TALL_ROW_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => rows[index]!.key,
    overscan: 12,
    // The row with the focus stays in the page wherever one scrolls, so that the focus is not lost.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step);
      return current >= 0 && (current < first || current > last) ? [...range, current].sort((a, b) => a - b) : range;
    },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, isNarrow]);

  const wantsFocus = useRef(outlineFocus);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    const isAsked = wantsFocus.current !== outlineFocus;
    wantsFocus.current = outlineFocus;
    const isLost = hadFocus.current && globalThis.document.activeElement === globalThis.document.body;
    if (!isAsked && !isLost) return;
    if (!at) return box.current?.focus();
    virtualizer.scrollToIndex(current);
    const row = rowElement(at.key);
    const target = column === null ? row : row?.querySelector<HTMLElement>(`[aria-colindex="${column + 1}"]`);
    target?.focus({ preventScroll: true });
  });

  // What is chosen elsewhere is where one is.
  useEffect(() => {
    const [only] = selection;
    if (selection.size !== 1 || only === undefined || (at && recordOfRow(at) === only)) return;
    if (!editor.getState().graph.edges[only]) goToRow(tools, only, { takesFocus: false });
  }, [tools, editor, selection, at]);

  const { onKeyDown, enter } = useOutlineKeys(tools, { document, rows, at, column, columns });
  const isEmpty = rows.length === 0;
  return (
    <div
      role="group"
      aria-label="Outline"
      data-region
      tabIndex={-1}
      ref={box}
      className="outline-view"
      data-narrow={isNarrow || undefined}
      onFocus={() => (hadFocus.current = true)}
      onBlur={({ relatedTarget }) => (hadFocus.current = relatedTarget === null)}
    >
      <header className="flex min-h-9 shrink-0 items-center gap-2 border-b border-line px-3 py-0.5 text-xs">
        <h2 className="text-sm">Outline</h2>
        <span className="text-3 tabular-nums">{formatQuantity(Object.keys(graph.nodes).length, "node")}</span>
        <span className="ml-auto flex items-center gap-1">
          <ActionIcon id="close-outline-rows" size="sm" />
          <ActionIcon id="open-outline-rows" size="sm" />
          {tools.mayEdit && (
            <Button size="sm" icon={Plus} onClick={() => actionOf("find-node").run(tools)}>
              Add a node
            </Button>
          )}
        </span>
      </header>
      {isEmpty ? (
        <EmptyState
          icon={ListTree}
          title="Nothing is in this workflow yet"
          actions={
            tools.mayEdit && (
              <Button variant="primary" icon={Plus} onClick={() => actionOf("find-node").run(tools)}>
                Add the first node
              </Button>
            )
          }
        >
          Add an input, a node that works on it, and an output. Each node is a row here, with its ports below it.
        </EmptyState>
      ) : (
        <div
          ref={scroller}
          role="treegrid"
          aria-label="Nodes in running order"
          aria-multiselectable
          tabIndex={-1}
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length}
          className="outline-grid"
          onKeyDown={onKeyDown}
        >
          <div role="rowgroup" className="outline-head">
            <div role="row" aria-rowindex={1} className="outline-cells">
              {columns.map((name, index) => (
                <span key={name} role="columnheader" aria-colindex={index + 1}>
                  {columnTitles[name]}
                </span>
              ))}
            </div>
          </div>
          <div role="rowgroup" style={{ height: virtualizer.getTotalSize() }} className="relative">
            {virtualizer.getVirtualItems().map(({ index, start, size }) => {
              const row = rows[index]!; // the virtualizer counts the same rows
              return (
                <OutlineRowView
                  key={row.key}
                  row={row}
                  index={index}
                  start={start}
                  size={size}
                  columns={columns}
                  isNarrow={isNarrow}
                  isCurrent={index === current}
                  column={index === current ? column : null}
                  isSelected={selection.has(recordOfRow(row) ?? "") && row.kind !== "step"}
                  onEnter={() => enter(row)}
                  onPlace={(column) => moveTo(tools, { row: row.key, column })}
                />
              );
            })}
          </div>
        </div>
      )}
      <ProblemsPanel />
      <FindPanel />
    </div>
  );
}
