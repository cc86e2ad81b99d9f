"use client";
import { useId, useRef, useState } from "react";
import type { JsonValue } from "#graph/json";
import { Slider } from "#components/ui/slider";
import { readNumber } from "../../ui/read-number.ts";
import type { FieldProps } from "./field-props.ts";

/** What is typed; `of` is the value beside it, once the field has lost the focus with something that is no number. */
type Draft = { text: string; of?: JsonValue | undefined };
/** "-" and "1e" become numbers with the next key. */
const unfinished = /^\s*[+−-]?(?:\.|\d+\.?\d*e[+-]?)?$/i;

/**
 * A number as it is typed, taken at each key. What cannot be read stays in the field with the reason, and the value is what it was
 * before: typing 1,000 passes through 1.
 */
export function NumberField({ field, value, onChange, control, isReadOnly }: FieldProps) {
  const errorId = useId();
  const before = useRef(value);
  const [typed, setDraft] = useState<Draft | null>(null);
  // Undone or changed by others since.
  const draft = typed && "of" in typed && typed.of !== value ? null : typed;
  const fault = draft && draft.text.trim() !== "" ? faultOf(draft.text, field.unit) : null;
  const error = draft && !("of" in draft) && unfinished.test(draft.text) ? null : fault;
  const shown = draft?.text ?? (typeof value === "number" ? numberText(value) : "");
  function take(text: string) {
    setDraft({ text });
    if (text.trim() === "") {
      onChange(field.isNullable ? null : undefined);
      return;
    }
    const read = readNumber(text, field.unit);
    if ("value" in read) onChange(read.value);
    else if (value !== before.current) onChange(before.current === field.default ? undefined : before.current);
  }
  function step(direction: 1 | -1, isLarge: boolean) {
    const from = typeof value === "number" ? value : (field.minimum ?? 0);
    const next = rounded(from + direction * field.step * (isLarge ? 10 : 1), field.step);
    setDraft(null);
    onChange(Math.min(field.maximum ?? Infinity, Math.max(field.minimum ?? -Infinity, next)));
  }
  return (
    <>
      <span className="flex h-sm min-w-0 items-center gap-1 rounded-2 border border-control bg-node px-1.5 text-xs focus-within:shadow-(--focus-ring) has-aria-invalid:border-danger">
        <input
          {...control}
          aria-describedby={error ? errorId : control["aria-describedby"]}
          aria-invalid={error ? true : control["aria-invalid"]}
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
          onFocus={() => {
            if (!draft) before.current = value;
          }}
          onBlur={() => setDraft(fault && draft ? { ...draft, of: value } : null)}
          onKeyDown={(event) => {
            if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
            event.preventDefault();
            step(event.key === "ArrowUp" ? 1 : -1, event.shiftKey);
          }}
        />
        {field.unit && <span className="shrink-0 text-3">{field.unit}</span>}
      </span>
      {error && (
        <span id={errorId} role="alert" className="col-span-full text-2xs text-danger">
          {error}
        </span>
      )}
    </>
  );
}

function faultOf(text: string, unit: string | undefined): string | null {
  const read = readNumber(text, unit);
  return "error" in read ? read.error : null;
}

/** As it is typed again: whole numbers to the last digit, others without the dust of binary fractions. */
export function numberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
}

export function SliderField(props: FieldProps) {
  const { field, value, onChange, isReadOnly } = props;
  const { minimum: min = 0, maximum: max = 1, step } = field;
  return (
    <span className="grid min-w-0 grid-cols-[minmax(0,1fr)_66px] items-center gap-x-2 gap-y-1">
      <Slider
        label={`${field.title} slider`}
        value={typeof value === "number" ? value : min}
        min={min}
        max={max}
        step={step}
        isDisabled={isReadOnly}
        onChange={(next) => onChange(rounded(next, step))}
      />
      <NumberField {...props} />
    </span>
  );
}

/** Without the dust of binary fractions: 0.1 + 0.2 in steps of 0.1 is 0.3. */
function rounded(value: number, step: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return Number(value.toFixed(Math.min(decimals + 2, 12)));
}
