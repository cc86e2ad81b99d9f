"use client";
import { Check } from "lucide-react";
import { useState } from "react";
import { inkOn, labelHues, parseColour } from "#nodes/label-hues";
import { Segmented } from "#components/ui/segmented";
import { TextInput } from "#components/ui/text-input";
import type { FieldProps } from "./field-props.ts";
import { readColour } from "./read-colour.ts";

/** Around a picture stands what does not stand out. */
const greys = ["#000000", "#404040", "#727272", "#c0c0c0", "#ffffff"];

/** A colour by swatch, by the browser's palette or as digits; where it may be none, automatic beside a colour of one's own. */
export function ColourField(props: FieldProps) {
  const { field, value, onChange, isReadOnly } = props;
  if (!field.isNullable) return <Colour {...props} colour={colourOf(value)} />;
  const mode = typeof value === "string" ? "own" : "automatic";
  return (
    <div className="grid min-w-0 gap-1.5">
      <Segmented
        label={`How ${field.title.toLowerCase()} is chosen`}
        value={mode}
        options={[
          { value: "automatic", label: "Automatic" },
          { value: "own", label: "One colour" },
        ]}
        onChange={(next) => {
          if (!isReadOnly) onChange(next === "own" ? labelHues[0] : null);
        }}
      />
      {mode === "own" && <Colour {...props} colour={colourOf(value)} />}
    </div>
  );
}

function Colour({ field, onChange, control, isReadOnly, colour }: FieldProps & { colour: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const isWrong = draft !== null && draft.trim() !== "" && readColour(draft) === null;
  const errorId = `${control.id}-colour`;
  return (
    <div className="grid min-w-0 gap-1.5">
      <span className="flex items-center gap-2">
        <label
          className="relative grid size-6 shrink-0 cursor-pointer place-items-center rounded-1 border border-control text-2xs font-medium shadow-[inset_0_0_0_2px_var(--surface-node)] focus-within:shadow-(--focus-ring)"
          style={{ background: colour, color: `rgb(${inkOn(parseColour(colour)).join()})` }}
        >
          <span aria-hidden>a</span>
          <input
            type="color"
            aria-label={`${field.title}, chosen from a palette`}
            disabled={isReadOnly}
            value={colour}
            className="absolute inset-0 size-full cursor-pointer opacity-0"
            onChange={(event) => {
              setDraft(null);
              onChange(event.target.value);
            }}
          />
        </label>
        <TextInput
          {...control}
          inputSize="sm"
          className="mono"
          maxLength={24}
          disabled={isReadOnly}
          aria-label={field.title}
          aria-invalid={isWrong || control["aria-invalid"]}
          aria-describedby={isWrong ? errorId : control["aria-describedby"]}
          value={draft ?? colour}
          onChange={(event) => {
            setDraft(event.target.value);
            const read = readColour(event.target.value);
            if (read) onChange(read);
          }}
          onBlur={() => setDraft(null)}
        />
      </span>
      {isWrong && (
        <span id={errorId} role="alert" className="text-2xs text-danger">
          “{draft.trim()}” is no colour. Write six hexadecimal digits, such as {colour}.
        </span>
      )}
      {!isReadOnly && (
        <span role="group" aria-label={`Swatches for ${field.title}`} className="flex flex-wrap gap-1">
          {(field.isNullable ? ["#000000", "#ffffff", ...labelHues] : greys).map((hue) => (
            <button
              key={hue}
              type="button"
              aria-label={hue}
              aria-pressed={hue === colour}
              className="grid size-5 place-items-center rounded-1 border border-control pointer-coarse:size-7"
              style={{ background: hue, color: `rgb(${inkOn(parseColour(hue)).join()})` }}
              onClick={() => {
                setDraft(null);
                onChange(hue);
              }}
            >
              {hue === colour && <Check size={12} strokeWidth={2.5} aria-hidden />}
            </button>
          ))}
        </span>
      )}
    </div>
  );
}

function colourOf(value: unknown): string {
  return (typeof value === "string" && readColour(value)) || "#000000";
}
