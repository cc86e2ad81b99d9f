"use client";
import { useState } from "react";
import { Slider } from "#components/ui/slider";
import { classes } from "../../ui/classes.ts";
import type { FieldProps } from "./field-props.ts";

/** A number as it is typed: what does not parse stays in the field and is not taken. */
export function NumberField({
  field,
  value,
  onChange,
  control,
  isReadOnly,
  className,
}: FieldProps & { className?: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? (typeof value === "number" ? numberText(value) : "");
  function take(text: string) {
    setDraft(text);
    const number = Number(text.replace(",", "."));
    if (text.trim() === "") onChange(field.isNullable ? null : undefined);
    else if (Number.isFinite(number)) onChange(number);
  }
  function step(direction: 1 | -1, isLarge: boolean) {
    const from = typeof value === "number" ? value : (field.minimum ?? 0);
    const next = rounded(from + direction * field.step * (isLarge ? 10 : 1), field.step);
    setDraft(null);
    onChange(Math.min(field.maximum ?? Infinity, Math.max(field.minimum ?? -Infinity, next)));
  }
  return (
    <span
      className={classes(
        "flex h-sm min-w-0 items-center gap-1 rounded-2 border border-control bg-node px-1.5 text-xs focus-within:shadow-(--focus-ring) has-aria-invalid:border-danger",
        className,
      )}
    >
      <input
        {...control}
        role="spinbutton"
        inputMode="decimal"
        aria-valuenow={typeof value === "number" ? value : undefined}
        aria-valuemin={field.minimum}
        aria-valuemax={field.maximum}
        disabled={isReadOnly}
        placeholder={field.isNullable ? "None" : undefined}
        value={shown}
        className="w-full min-w-0 bg-transparent tabular-nums outline-none focus-visible:shadow-none!"
        onChange={(event) => take(event.target.value)}
        onBlur={() => setDraft(null)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
          event.preventDefault();
          step(event.key === "ArrowUp" ? 1 : -1, event.shiftKey);
        }}
      />
      {field.unit && <span className="shrink-0 text-3">{field.unit}</span>}
    </span>
  );
}

/** As it is typed again: whole numbers to the last digit, others without the dust of binary fractions. */
export function numberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
}

export function SliderField(props: FieldProps) {
  const { field, value, onChange, isReadOnly } = props;
  const { minimum: min = 0, maximum: max = 1, step } = field;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Slider
        label={`${field.title} slider`}
        value={typeof value === "number" ? value : min}
        min={min}
        max={max}
        step={step}
        isDisabled={isReadOnly}
        onChange={(next) => onChange(rounded(next, step))}
      />
      <NumberField {...props} className="w-[66px] shrink-0" />
    </span>
  );
}

/** Without the dust of binary fractions: 0.1 + 0.2 in steps of 0.1 is 0.3. */
function rounded(value: number, step: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return Number(value.toFixed(Math.min(decimals + 2, 12)));
}
