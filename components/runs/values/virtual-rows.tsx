"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type RefObject } from "react";
import { classes } from "../../ui/classes.ts";

export type VirtualHandle = { scrollToIndex: (index: number, options?: { align: "auto" | "center" }) => void };

/**
 * Rows of which only those in view are in the page, however many there are. Each is measured where `isMeasured`, else
 * `rowPx` high. Takes the focus, so that the keys of the keyboard scroll it.
 */
export function VirtualRows({
  label,
  count,
  rowPx,
  isMeasured = false,
  maxHeightPx,
  renderRow,
  handle,
  className,
  role = "region",
  ...keys
}: {
  label: string;
  count: number;
  rowPx: number;
  isMeasured?: boolean;
  maxHeightPx: number | string;
  renderRow: (index: number) => React.ReactNode;
  handle?: RefObject<VirtualHandle | null>;
  className?: string;
  role?: "region" | "tree" | "list" | "rowgroup";
  onKeyDown?: (event: React.KeyboardEvent<HTMLDivElement>) => void;
  "aria-activedescendant"?: string | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    // Until the browser has told how high it is, and where nothing ever does.
    initialRect: { width: 300, height: 400 },
  });
  if (handle)
    handle.current = { scrollToIndex: (index, options = { align: "auto" }) => rows.scrollToIndex(index, options) };
  return (
    <div
      ref={scroller}
      role={role}
      aria-label={label}
      tabIndex={0}
      {...keys}
      className={classes("relative overflow-auto", className)}
      style={{ maxHeight: maxHeightPx }}
    >
      <div role="presentation" className="relative w-full" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            role="presentation"
            data-index={index}
            {...(isMeasured && { ref: rows.measureElement })}
            className="absolute left-0 top-0 min-w-full"
            style={{ transform: `translateY(${start}px)`, ...(!isMeasured && { height: rowPx }) }}
          >
            {renderRow(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
