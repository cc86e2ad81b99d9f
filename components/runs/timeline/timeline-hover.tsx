"use client";
import type { StepRow } from "../step-row.ts";
import { barText, phasesText } from "./bar-words.ts";
import type { Bar } from "./step-bars.ts";

export type Hovered = { step: StepRow; bar: Bar; x: number; y: number };

/** What the pointer is over. For pointers only: the drawer of the step says all of it. */
export function TimelineHover({ hovered: { step, bar, x, y } }: { hovered: Hovered }) {
  const isRight = typeof window !== "undefined" && x > window.innerWidth - 320;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed z-40 w-max max-w-72 rounded-2 border border-strong bg-overlay px-2.5 py-1.5 text-xs text-1 shadow-2"
      style={{ top: y + 18, ...(isRight ? { right: window.innerWidth - x } : { left: x + 8 }) }}
    >
      <p className="font-medium">{step.title}</p>
      <p className="tabular-nums">{barText(bar)}</p>
      <p className="tabular-nums text-2">{phasesText(step.node).join(" · ")}</p>
    </div>
  );
}
