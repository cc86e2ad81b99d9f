"use client";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { IconButton } from "#components/ui/icon-button";
import { Segmented } from "#components/ui/segmented";
import type { TimeGestures } from "./use-time-gestures.ts";

export type TimelineOrder = "step" | "lane";

/** Above the timeline: what its bars mean, in which order its rows are, and how near one is. */
export function TimelineBar({
  order,
  onOrder,
  gestures,
}: {
  order: TimelineOrder;
  onOrder: (order: TimelineOrder) => void;
  gestures: TimeGestures;
}) {
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-6 py-1 max-sm:px-4">
      <h2 className="text-sm">Steps</h2>
      <ul aria-label="What the bars mean" className="flex flex-wrap items-center gap-x-3 text-xs text-2 max-md:hidden">
        {legend.map(({ kind, label }) => (
          <li key={kind} className="flex items-center gap-1.5">
            <i aria-hidden className="timeline-bar static! h-[9px]! w-3.5" data-kind={kind} />
            {label}
          </li>
        ))}
      </ul>
      <div className="ml-auto flex items-center gap-1.5">
        <Segmented
          label="Order of the steps"
          value={order}
          onChange={onOrder}
          options={[
            { value: "step", label: "By step" },
            { value: "lane", label: "By device" },
          ]}
        />
        <IconButton
          size="sm"
          icon={ZoomOut}
          label="Zoom out"
          shortcut="-"
          onClick={gestures.zoomOut}
          disabled={gestures.isWhole}
        />
        <IconButton size="sm" icon={ZoomIn} label="Zoom in" shortcut="+" onClick={gestures.zoomIn} />
        <IconButton
          size="sm"
          icon={Maximize}
          label="Show all of the time"
          shortcut="0"
          onClick={gestures.showAll}
          disabled={gestures.isWhole}
        />
      </div>
    </div>
  );
}

const legend = [
  { kind: "wait", label: "waiting" },
  { kind: "copy", label: "copying" },
  { kind: "compute", label: "computing" },
  { kind: "cached", label: "cached" },
] as const;
