"use client";
import { Slider as Primitive } from "radix-ui";

/** A number between two ends. `onChange` follows the pointer, `onCommit` comes once at the end. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  onChange,
  onCommit,
  isDisabled = false,
  valueText,
  ...control
}: {
  label?: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
  onCommit?: (value: number) => void;
  isDisabled?: boolean;
  /** What the number means, where it does not say so itself. */
  valueText?: string;
  id?: string;
  "aria-describedby"?: string | undefined;
}) {
  return (
    <Primitive.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      onValueCommit={([next]) => next !== undefined && onCommit?.(next)}
      disabled={isDisabled}
      className="relative flex h-sm min-w-0 flex-1 touch-none select-none items-center data-disabled:opacity-50"
    >
      <Primitive.Track className="relative h-[3px] flex-1 rounded-full bg-line-strong">
        <Primitive.Range className="absolute h-full rounded-full bg-ink" />
      </Primitive.Track>
      <Primitive.Thumb
        {...control}
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-3 rounded-full border-2 border-ink bg-node pointer-coarse:size-5"
      />
    </Primitive.Root>
  );
}
