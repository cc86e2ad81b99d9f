"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import Link from "next/link";
import { useRef } from "react";
import { asServerError } from "#components/trpc";
import { Button } from "#components/ui/button";
import { StatusLabel } from "#components/ui/status-glyph";
import type { BatchItemStatus } from "#graph/batches";
import { formatDuration } from "../ui/format-duration.ts";
import { formatCount } from "../ui/format-number.ts";
import { rowKeys } from "../ui/list-keys.ts";
import { type BatchDetails, type BatchItemRow, itemGlyphs, itemWords } from "./batch-words.ts";
import { OutputCell } from "./output-cell";
import { useBatchItems } from "./use-batch-items.ts";

const ROW_PX = 40;

/** The items of a status, or all: what each was given, what came of it, and the way to its run. Those in view are read. */
export function ItemsTable({ batch, status }: { batch: BatchDetails; status: BatchItemStatus | null }) {
  const scroller = useRef<HTMLDivElement>(null);
  const count = status ? batch.counts[status] : batch.itemCount;
  const lines = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    initialRect: { width: 800, height: 480 },
  });
  const shown = lines.getVirtualItems();
  const { itemAt, error, retry } = useBatchItems(batch.id, { status, places: shown.map(({ index }) => index) });
  // Of files the name stands in the first column already.
  const inputs = batch.source.kind === "files" ? [] : batch.itemInputs;
  const columns = `104px minmax(140px, 1.4fr) repeat(${inputs.length + batch.outputs.length}, minmax(120px, 1fr)) 76px`;
  const widthPx = 104 + 140 + 120 * (inputs.length + batch.outputs.length) + 76;

  return (
    <>
      {error && (
        <p role="alert" className="mb-2 flex flex-wrap items-center gap-2 text-danger">
          {asServerError(error)?.message ?? "The items could not be loaded: the server did not answer."}
          <Button size="sm" onClick={retry}>
            Try again
          </Button>
        </p>
      )}
      <div
        ref={scroller}
        role="table"
        aria-label="Items"
        aria-rowcount={count + 1}
        tabIndex={0}
        className="relative min-h-40 flex-1 overflow-auto rounded-3 border border-line bg-node text-xs"
      >
        <div style={{ minWidth: widthPx }}>
          <div role="rowgroup" className="sticky top-0 z-1 border-b border-line bg-node">
            <div
              role="row"
              className="grid h-[30px] items-center text-3 *:truncate *:px-2.5 *:font-medium"
              style={{ gridTemplateColumns: columns }}
            >
              <span role="columnheader">Status</span>
              <span role="columnheader">Item</span>
              {[...inputs, ...batch.outputs].map((name, index) => (
                <span key={index} role="columnheader" title={name}>
                  {name}
                </span>
              ))}
              <span role="columnheader" className="text-right">
                Duration
              </span>
            </div>
          </div>
          <div role="rowgroup" data-rows className="relative" style={{ height: lines.getTotalSize() }}>
            {shown.map(({ index, start }) => (
              <div
                key={index}
                role="row"
                aria-rowindex={index + 2}
                className="absolute inset-x-0 top-0 grid items-center border-b border-line hover:bg-hover has-[a:focus-visible]:bg-selected *:min-w-0 *:px-2.5"
                style={{ gridTemplateColumns: columns, height: ROW_PX, transform: `translateY(${start}px)` }}
              >
                <ItemCells item={itemAt(index)} inputs={inputs} outputs={batch.outputs} />
              </div>
            ))}
          </div>
        </div>
      </div>
    </>
  );
}

function ItemCells({
  item,
  inputs,
  outputs,
}: {
  item: BatchItemRow | undefined;
  inputs: readonly string[];
  outputs: readonly string[];
}) {
  if (!item) {
    return (
      <span role="cell" className="text-3">
        …
      </span>
    );
  }
  const { label, status, error, run } = item;
  return (
    <>
      <span role="cell">
        <StatusLabel status={itemGlyphs[status]}>{itemWords[status]}</StatusLabel>
      </span>
      <span role="cell" className="truncate" title={error ?? label}>
        {run ? (
          <Link
            {...rowKeys}
            href={`/runs/${run.id}`}
            aria-label={`${label}: run ${formatCount(run.number)}`}
            className="font-strong no-underline after:absolute after:inset-0"
          >
            {label}
          </Link>
        ) : (
          <span className="font-strong">{label}</span>
        )}
        {error && <span className="block truncate text-2xs text-danger">{error}</span>}
      </span>
      {inputs.map((name) => (
        <span key={`in ${name}`} role="cell" dir="auto" className="truncate text-2" title={item.inputs[name]}>
          {item.inputs[name]}
        </span>
      ))}
      {outputs.map((name) => (
        <span key={`out ${name}`} role="cell">
          <OutputCell cell={item.outputs[name]} name={name} label={label} />
        </span>
      ))}
      <span role="cell" className="text-right tabular-nums text-2">
        {run?.durationMs == null ? null : formatDuration(run.durationMs)}
      </span>
    </>
  );
}
