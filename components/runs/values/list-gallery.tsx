"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { RecordedList } from "#graph/recorded-values";
import { formatCount } from "../../ui/format-number.ts";
import { contentErrorOf } from "./content-error-of.ts";
import { ContentFailed } from "./content-state";
import { shortWords, TileFace } from "./list-tile";
import { useListItems } from "./use-list-items.ts";
import { useSize } from "./use-size.ts";

const ROW_PX = 30;
const GAP_PX = 6;
const TILE_PX = 84;
/** Browsers cannot scroll further than some 30 million pixels. */
const MAX_ITEMS = 1_000_000;

/** All items of a list, as tiles or as rows; those in view are read. The arrow keys move, Enter opens. */
export function ListGallery({
  list,
  isGrid,
  chosen,
  onOpen,
  onChoose,
  maxHeightPx,
}: {
  list: RecordedList;
  isGrid: boolean;
  chosen: number;
  onOpen: (index: number) => void;
  onChoose: (index: number) => void;
  maxHeightPx: number | string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useSize(scroller)?.width ?? 320;
  const perRow = isGrid ? Math.max(2, Math.floor(width / (TILE_PX + GAP_PX))) : 1;
  const tilePx = (width - GAP_PX * (perRow - 1)) / perRow;
  const count = Math.min(list.whole ? list.count : list.items.length, MAX_ITEMS);
  const lines = useVirtualizer({
    count: Math.ceil(count / perRow),
    getScrollElement: () => scroller.current,
    estimateSize: () => (isGrid ? tilePx + GAP_PX : ROW_PX),
    overscan: 4,
    initialRect: { width: 320, height: 300 },
  });
  // Tiles grow with the room that there is.
  useEffect(() => lines.measure(), [lines, tilePx]);
  const shown = lines.getVirtualItems();
  const places = shown.flatMap(({ index }) =>
    Array.from({ length: perRow }, (_, at) => index * perRow + at).filter((place) => place < count),
  );
  const { itemAt, error, retry } = useListItems(list, places);

  function choose(index: number) {
    const next = Math.min(count - 1, Math.max(0, index));
    onChoose(next);
    lines.scrollToIndex(Math.floor(next / perRow), { align: "auto" });
    requestAnimationFrame(() =>
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus()),
    );
  }
  function onKeyDown(event: React.KeyboardEvent) {
    const steps: Record<string, number> = {
      ArrowDown: perRow,
      ArrowUp: -perRow,
      ...(isGrid && { ArrowRight: 1, ArrowLeft: -1 }),
      PageDown: perRow * 8,
      PageUp: -perRow * 8,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    choose(chosen + step);
  }

  return (
    <>
      {error && <ContentFailed label="items" error={contentErrorOf(error)} onRetry={retry} />}
      <div
        ref={scroller}
        role="list"
        aria-label="Items"
        onKeyDown={onKeyDown}
        className="relative overflow-auto rounded-3 border border-line bg-node"
        style={{ maxHeight: maxHeightPx }}
      >
        <div role="presentation" className="relative" style={{ height: lines.getTotalSize() }}>
          {shown.map(({ index: line, start }) => (
            <div
              key={line}
              role="presentation"
              className={isGrid ? "absolute left-0 flex w-full" : "absolute left-0 w-full"}
              style={{ top: start, height: isGrid ? tilePx : ROW_PX, gap: GAP_PX }}
            >
              {Array.from({ length: perRow }, (_, at) => line * perRow + at)
                .filter((place) => place < count)
                .map((place) => {
                  const item = itemAt(place);
                  return (
                    <div
                      key={place}
                      role="listitem"
                      aria-setsize={list.count}
                      aria-posinset={place + 1}
                      className={isGrid ? "shrink-0" : "h-full"}
                      style={isGrid ? { width: tilePx } : undefined}
                    >
                      <button
                        type="button"
                        data-place={place}
                        tabIndex={place === chosen || (place === places[0] && !places.includes(chosen)) ? 0 : -1}
                        aria-label={`Item ${place + 1}${item === undefined ? "" : `: ${shortWords(item)}`}`}
                        aria-pressed={place === chosen}
                        disabled={item === undefined}
                        onClick={() => onOpen(place)}
                        className={
                          isGrid
                            ? "focus-inset block size-full overflow-hidden rounded-1 bg-sunken aria-pressed:outline-2 aria-pressed:-outline-offset-2 aria-pressed:outline-ink"
                            : "focus-inset flex size-full items-center gap-3 border-b border-line px-2.5 text-left text-xs hover:bg-hover aria-pressed:bg-selected"
                        }
                      >
                        {isGrid ? (
                          <TileFace item={item} index={place} />
                        ) : (
                          <>
                            <span className="w-10 shrink-0 text-right tabular-nums text-3">
                              {formatCount(place + 1)}
                            </span>
                            <span dir="auto" className="min-w-0 flex-1 truncate tabular-nums">
                              {item === undefined ? "…" : shortWords(item)}
                            </span>
                          </>
                        )}
                      </button>
                    </div>
                  );
                })}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}
