"use client";
import { labelHue } from "#nodes/label-hues";
import { formatCount } from "../../ui/format-number.ts";
import { Swatch } from "./swatch";

const MAX_TOGGLES = 40;

export type ClassToggle = { classIndex: number; label: string; words?: string; count?: number };

/** One switch for each class that lies on the picture. */
export function ClassToggles({
  classes,
  hidden,
  onChange,
}: {
  classes: readonly ClassToggle[];
  hidden: ReadonlySet<number>;
  onChange: (hidden: ReadonlySet<number>) => void;
}) {
  function toggle(classIndex: number) {
    const next = new Set(hidden);
    if (!next.delete(classIndex)) next.add(classIndex);
    onChange(next);
  }
  return (
    <div role="group" aria-label="Classes" className="flex flex-wrap gap-1">
      {classes.slice(0, MAX_TOGGLES).map(({ classIndex, label, words, count }) => (
        <button
          key={classIndex}
          type="button"
          aria-pressed={!hidden.has(classIndex)}
          onClick={() => toggle(classIndex)}
          className="inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-2 border border-line px-1.5 text-xs aria-[pressed=false]:text-3 aria-[pressed=false]:line-through aria-pressed:bg-node pointer-coarse:min-h-9"
        >
          <Swatch colour={labelHue(classIndex)} />
          <span dir="auto" className="truncate">
            {label}
          </span>
          <span className="shrink-0 whitespace-nowrap tabular-nums text-3">
            {words ?? (count !== undefined && formatCount(count))}
          </span>
        </button>
      ))}
      {classes.length > MAX_TOGGLES && (
        <span className="self-center text-xs text-3">and {formatCount(classes.length - MAX_TOGGLES)} classes more</span>
      )}
    </div>
  );
}
