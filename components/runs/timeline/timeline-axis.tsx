"use client";
import type { RunAttempt } from "#graph/run-events";
import { formatDuration } from "../../ui/format-duration.ts";
import type { TimeScale } from "./time-scale.ts";
import type { Tick } from "./time-ticks.ts";
import type { TimeGestures } from "./use-time-gestures.ts";

/** What a label takes up: its indent, and each of its characters at 11 px. */
const INDENT_PX = 8;
const CHARACTER_PX = 6;

/** Round times above the tracks. A drag along it chooses a stretch. */
export function TimelineAxis({
  ref,
  scale,
  ticks,
  widthPx,
  attempts,
  gestures,
}: {
  ref: React.Ref<HTMLDivElement>;
  scale: TimeScale;
  ticks: readonly Tick[];
  widthPx: number;
  attempts: readonly RunAttempt[];
  gestures: TimeGestures;
}) {
  const { from, to } = gestures.window;
  const left = (at: number) => `${((at - from) / (to - from)) * 100}%`;
  const { range } = gestures;
  // Up to the next one, which may be close where time is folded, or to the end.
  const hasRoom = ({ at, label }: Tick, index: number) =>
    (((ticks[index + 1]?.at ?? to) - at) / (to - from)) * widthPx >= INDENT_PX + label.length * CHARACTER_PX;
  return (
    <div
      ref={ref}
      aria-hidden
      title="Drag to choose a stretch of time"
      className="relative h-[26px] cursor-col-resize touch-none select-none overflow-hidden"
      {...gestures.axisHandlers}
    >
      {ticks.filter(hasRoom).map(({ at, label }) => (
        <span
          key={at}
          className="pointer-events-none absolute top-1.5 whitespace-nowrap pl-1 text-2xs font-normal tabular-nums text-3"
          style={{ left: left(at) }}
        >
          {label}
        </span>
      ))}
      {scale.folds.map((fold) => (
        <span
          key={fold.at}
          title={`${formatDuration(fold.durationMs)} in which nothing was computed`}
          className="timeline-fold"
          style={{ left: left(fold.at), width: `${(fold.width / (to - from)) * 100}%` }}
        />
      ))}
      {attempts.slice(1).map(({ attempt, at }) => (
        <span
          key={attempt}
          title={`Attempt ${attempt} began here`}
          className="absolute inset-y-0 border-l border-dashed border-control"
          style={{ left: left(scale.toShown(at)) }}
        />
      ))}
      {range && (
        <span
          className="absolute inset-y-0 border-x border-ink bg-selected"
          style={{
            left: `${Math.min(range.from, range.to) * 100}%`,
            width: `${Math.abs(range.to - range.from) * 100}%`,
          }}
        />
      )}
    </div>
  );
}
