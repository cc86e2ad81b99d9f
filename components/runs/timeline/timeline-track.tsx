"use client";
import { memo } from "react";
import type { TimeScale } from "./time-scale.ts";
import type { TimeWindow } from "./time-window.ts";
import type { Bar } from "./step-bars.ts";

/** Below it, the calls of a step cannot be told apart, and only the step is drawn. */
const CALLS_FROM_PX = 24;

type Props = {
  bars: readonly Bar[];
  scale: TimeScale;
  window: TimeWindow;
  widthPx: number;
  /** Calls that are lit, with all that were computed together with them. */
  lit: ReadonlySet<string>;
  /** The moment that is shown, or now; null where neither is in view. */
  cursor: number | null;
};

/** The bars of one step. For eyes only: the row says its times in words. */
export const TimelineTrack = memo(function TimelineTrack({ bars, scale, window, widthPx, lit, cursor }: Props) {
  const { from, to } = window;
  const fraction = (shown: number) => (shown - from) / (to - from);
  const placed = bars.flatMap((bar) => {
    const left = fraction(scale.toShown(bar.fromMs));
    const right = fraction(scale.toShown(bar.toMs));
    if (right < -0.01 || left > 1.01) return [];
    const start = Math.max(-0.01, left);
    return [{ bar, left: start, width: Math.min(1.01, right) - start }];
  });
  const own = placed.find(({ bar }) => !isCall(bar) && bar.kind !== "wait");
  const hasCalls = bars.some(isCall) && own !== undefined && own.width * widthPx >= CALLS_FROM_PX;
  return (
    <div aria-hidden className="timeline-track">
      {scale.folds.map(({ at, width }) => (
        <span
          key={at}
          className="timeline-fold"
          style={{ left: `${fraction(at) * 100}%`, width: `${(width / (to - from)) * 100}%` }}
        />
      ))}
      {placed.map(({ bar, left, width }, index) =>
        isCall(bar) && !hasCalls ? null : (
          <span
            key={index}
            className="timeline-bar"
            data-kind={bar.kind}
            data-has-calls={hasCalls || undefined}
            data-joint={bar.joint ? "" : undefined}
            data-lit={(bar.joint && lit.has(bar.joint.key)) || undefined}
            style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
          />
        ),
      )}
      {cursor !== null && (
        <span className="absolute inset-y-0 w-[1.5px] bg-accent" style={{ left: `${fraction(cursor) * 100}%` }} />
      )}
    </div>
  );
});

function isCall({ kind, isOfCall }: Bar): boolean {
  return kind === "compute" || kind === "copy" || isOfCall === true;
}
