"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import type { RunState } from "#graph/run-events";
import { useMedia } from "../../ui/use-media.ts";
import type { StepRow } from "../step-row.ts";
import { isOver } from "../use-live-run.ts";
import { useNow } from "../use-now.ts";
import { type TimelineRow as Row, timelineRows } from "./lanes.ts";
import { busySpans, spanOf } from "./run-span.ts";
import { type Bar, barsOf } from "./step-bars.ts";
import { createTimeScale } from "./time-scale.ts";
import { type Tick, ticksOf } from "./time-ticks.ts";
import type { TimeWindow } from "./time-window.ts";
import { TimelineAxis } from "./timeline-axis";
import { TimelineBar, type TimelineOrder } from "./timeline-bar";
import { type Hovered, TimelineHover } from "./timeline-hover";
import { TimelineRow } from "./timeline-row";
import { TimelineTrack } from "./timeline-track";
import "./timeline.css";
import { useTimeGestures } from "./use-time-gestures.ts";
import { useWidth } from "./use-width.ts";

const ROW_PX = 34;
const TOUCH_ROW_PX = 44;
const LANE_PX = 26;
const HEAD_PX = 27;
/** Of the pointer to a bar that is too thin to be hit. */
const NEAR_PX = 4;
const TICK_PX = 84;

/**
 * The steps as a table with their times drawn in it, in their order or by where they were computed. Only rows in view are in
 * the page. What is shown at a moment of the past is drawn on the time of the whole run.
 */
export function RunTimeline({
  run,
  whole,
  steps,
  chosenId,
  onChoose,
  onFollow,
  atMs,
}: {
  /** As it stood at the moment that is shown. */
  run: RunState;
  /** As it stands now. */
  whole: RunState;
  steps: readonly StepRow[];
  chosenId: string | null;
  onChoose: (nodeId: string | null) => void;
  /** The focus went on to another step while one was chosen. */
  onFollow: (nodeId: string) => void;
  /** The moment of the past that is shown; null for now. */
  atMs: number | null;
}) {
  const [order, setOrder] = useState<TimelineOrder>("step");
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: axisRef, element: axis, width: widthPx } = useWidth();
  const now = useNow({
    everyMs: whole.status === "running" ? 200 : 1_000,
    isTicking: !isOver(whole) && whole.status !== "queued",
  });
  const endMs = isOver(whole) ? null : now;
  const scale = useMemo(() => {
    const span = spanOf(whole, endMs);
    return span && createTimeScale(span, busySpans(whole, endMs));
  }, [whole, endMs]);
  const gestures = useTimeGestures({ scroller, axis, length: scale?.length ?? 1 });
  const rows = useMemo(() => timelineRows(steps, run, order), [steps, run, order]);
  const rowPx = useMedia("(pointer: coarse)") ? TOUCH_ROW_PX : ROW_PX;
  // oxlint-disable-next-line react/incompatible-library -- only this component asks it, and it renders with each answer
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === "lane" ? LANE_PX : rowPx),
    getItemKey: (index) => keyOf(rows[index]!),
    // Each is twenty elements, which the page of a run waits for when it opens.
    overscan: 4,
    // The heading lies on top of what scrolls.
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    // What the server renders.
    initialRect: { width: 800, height: 480 },
  });
  useEffect(() => virtual.measure(), [rowPx, virtual]);

  const chosenIndex = rows.findIndex((row) => row.kind === "step" && row.step.nodeId === chosenId);
  useEffect(() => {
    if (chosenIndex >= 0) virtual.scrollToIndex(chosenIndex, { align: "auto" });
  }, [chosenIndex, virtual]);

  const attempts = whole.attempts ?? [];
  const nowMs = atMs ?? whole.finishedAt ?? now ?? 0;
  const ticks = scale ? ticksOf(scale, gestures.window, widthPx / TICK_PX) : [];
  const cursor = scale && (atMs !== null || !isOver(whole)) && nowMs > 0 ? scale.toShown(nowMs) : null;
  const barsAt = ({ node }: StepRow) => barsOf(node, { nowMs, attempts });
  const chosen = rows[chosenIndex];
  const lit = jointsOf(hovered ? [hovered.bar] : chosen?.kind === "step" ? barsAt(chosen.step) : []);

  function move(from: number, by: number) {
    const stepIndexes = rows.flatMap((row, index) => (row.kind === "step" ? [index] : []));
    const place = stepIndexes.indexOf(from);
    const next = stepIndexes[Math.min(stepIndexes.length - 1, Math.max(0, place + by))];
    const row = next === undefined ? undefined : rows[next];
    if (next === undefined || row?.kind !== "step") return;
    virtual.scrollToIndex(next, { align: "auto" });
    if (chosenId !== null) onFollow(row.step.nodeId);
    // The row may come into the page only now.
    requestAnimationFrame(() => focusStep(scroller.current, row.step.nodeId));
  }

  function onRowKey(event: React.KeyboardEvent, index: number) {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(index, by);
  }

  function onPointerMove(event: React.PointerEvent) {
    gestures.trackHandlers.onPointerMove(event);
    const index = Number((event.target as Element).closest<HTMLElement>("[data-index]")?.dataset.index);
    const row = rows[index];
    const bar = scale && row?.kind === "step" ? barUnder(barsAt(row.step), gestures.fractionAt(event.clientX)) : null;
    setHovered(bar && row?.kind === "step" ? { step: row.step, bar, x: event.clientX, y: event.clientY } : null);
  }

  function barUnder(bars: readonly Bar[], fraction: number): Bar | null {
    if (!scale || fraction < 0 || fraction > 1) return null;
    const { from, to } = gestures.window;
    const at = from + (to - from) * fraction;
    const near = ((to - from) / Math.max(1, widthPx)) * NEAR_PX;
    const isUnder = (bar: Bar, by: number) =>
      scale.toShown(bar.fromMs) - by <= at && at <= scale.toShown(bar.toMs) + by;
    // Those drawn last lie on top.
    return bars.findLast((bar) => isUnder(bar, 0)) ?? bars.findLast((bar) => isUnder(bar, near)) ?? null;
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col" onKeyDown={gestures.onKeyDown}>
      <TimelineBar order={order} onOrder={setOrder} gestures={gestures} />
      <div
        ref={scroller}
        role="table"
        aria-label="Steps"
        aria-rowcount={rows.length + 1}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain"
      >
        <div role="rowgroup" className="sticky top-0 z-10 bg-panel">
          <div role="row" aria-rowindex={1} className="timeline-grid border-b border-line text-xs text-3">
            <span role="columnheader" className="pl-6 max-sm:pl-4">
              Step
            </span>
            <span role="columnheader" className="timeline-words">
              What came out
            </span>
            <span role="columnheader">
              <span className="sr-only">When it ran</span>
              {scale ? (
                <TimelineAxis
                  ref={axisRef}
                  scale={scale}
                  ticks={ticks}
                  widthPx={widthPx}
                  attempts={attempts}
                  gestures={gestures}
                />
              ) : (
                <span className="block h-[26px]" />
              )}
            </span>
            <span role="columnheader" className="pr-6 text-right max-sm:pr-4">
              Duration
            </span>
          </div>
        </div>
        <div
          role="rowgroup"
          className="relative"
          style={
            {
              height: virtual.getTotalSize(),
              "--timeline-ticks": linesAt(ticks, gestures.window),
            } as React.CSSProperties
          }
          {...gestures.trackHandlers}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setHovered(null)}
        >
          {virtual.getVirtualItems().map(({ index, key, start, size }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={key}
                role="presentation"
                data-index={index}
                className="absolute inset-x-0"
                style={{ top: start - HEAD_PX, height: size }}
              >
                {row.kind === "lane" ? (
                  <Lane name={row.name} count={row.count} position={index + 2} />
                ) : (
                  <TimelineRow
                    step={row.step}
                    isChosen={row.step.nodeId === chosenId}
                    position={index + 2}
                    onChoose={() => onChoose(row.step.nodeId === chosenId ? null : row.step.nodeId)}
                    onKeyDown={(event) => onRowKey(event, index)}
                    track={
                      scale && (
                        <TimelineTrack
                          bars={barsAt(row.step)}
                          scale={scale}
                          window={gestures.window}
                          widthPx={widthPx}
                          lit={lit}
                          cursor={cursor}
                        />
                      )
                    }
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {hovered && <TimelineHover hovered={hovered} />}
    </div>
  );
}

function Lane({ name, count, position }: { name: string; count: number; position: number }) {
  return (
    <div role="row" aria-rowindex={position} className="h-full bg-sunken">
      <div
        role="rowheader"
        aria-colspan={4}
        className="flex h-full items-center gap-2 pl-6 text-2xs font-medium text-2 max-sm:pl-4"
      >
        {name}
        <span className="font-normal tabular-nums text-3">{count}</span>
      </div>
    </div>
  );
}

/** As a background, for all tracks at once. */
function linesAt(ticks: readonly Tick[], { from, to }: TimeWindow): string {
  const line = "linear-gradient(var(--border), var(--border))";
  return ticks.map(({ at }) => `${line} ${((at - from) / (to - from)) * 100}% 0 / 1px 100% no-repeat`).join(", ");
}

function keyOf(row: Row): string {
  return row.kind === "lane" ? `lane ${row.name}` : row.step.nodeId;
}

function jointsOf(bars: readonly Bar[]): ReadonlySet<string> {
  return new Set(bars.flatMap(({ joint }) => joint?.key ?? []));
}

function focusStep(scroller: HTMLElement | null, nodeId: string) {
  scroller?.querySelector<HTMLElement>(`[data-step="${CSS.escape(nodeId)}"]`)?.focus({ preventScroll: true });
}
