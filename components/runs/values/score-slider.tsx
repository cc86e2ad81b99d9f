"use client";
import { Slider } from "#components/ui/slider";

/** The least score that is shown. */
export function ScoreSlider({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <div className="flex items-center gap-2 text-xs">
      <span className="shrink-0 text-2">Score from</span>
      <Slider label="Least score" value={value} min={0} max={1} step={0.01} onChange={onChange} />
      <span className="w-8 shrink-0 text-right tabular-nums">{value.toFixed(2)}</span>
    </div>
  );
}
