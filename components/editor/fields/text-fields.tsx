"use client";
import { useState } from "react";
import type { JsonValue } from "#graph/json";
import { TextInput } from "#components/ui/text-input";
import { classes } from "../../ui/classes.ts";
import type { FieldProps } from "./field-props.ts";
import { jsonErrorText } from "./json-error.ts";

const area =
  "block w-full min-w-0 rounded-2 border border-control bg-node px-2 py-1.5 text-xs leading-normal text-1 aria-invalid:border-danger disabled:opacity-50 resize-y field-sizing-content max-h-80";

export function TextField({ field, value, onChange, control, isReadOnly }: FieldProps) {
  return (
    <TextInput
      {...control}
      inputSize="sm"
      disabled={isReadOnly}
      maxLength={field.maxLength}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export function TextAreaField({ field, value, onChange, control, isReadOnly }: FieldProps) {
  return (
    <textarea
      {...control}
      disabled={isReadOnly}
      maxLength={field.maxLength}
      value={typeof value === "string" ? value : ""}
      className={classes(area, "min-h-14")}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** An expression or a program. Tab stays a key of the page; two spaces are what one types. */
export function CodeField({ field, value, onChange, control, isReadOnly }: FieldProps) {
  return (
    <textarea
      {...control}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      wrap="off"
      disabled={isReadOnly}
      maxLength={field.maxLength}
      value={typeof value === "string" ? value : ""}
      className={classes(area, "mono leading-[18px]", field.widget === "expression" ? "min-h-8" : "min-h-24")}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** One name on each line. */
export function LabelsField({ value, onChange, control, isReadOnly }: FieldProps) {
  const labels = Array.isArray(value) ? value.map(String) : [];
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <span className="grid gap-1">
      <textarea
        {...control}
        spellCheck={false}
        disabled={isReadOnly}
        placeholder="One on each line"
        value={draft ?? labels.join("\n")}
        className={classes(area, "min-h-14")}
        onChange={(event) => {
          setDraft(event.target.value);
          onChange(
            event.target.value
              .split("\n")
              .map((line) => line.trim())
              .filter(Boolean),
          );
        }}
        onBlur={() => setDraft(null)}
      />
      {labels.length > 3 && <span className="text-2xs text-3">{labels.length} lines</span>}
    </span>
  );
}

/** JSON, taken whenever it parses; until then the place of the mistake stands below. */
export function JsonField({ value, onChange, control, isReadOnly }: FieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? jsonText(value);
  const error = draft === null ? null : jsonErrorText(draft);
  return (
    <span className="grid gap-1">
      <textarea
        {...control}
        aria-invalid={error ? true : control["aria-invalid"]}
        spellCheck={false}
        disabled={isReadOnly}
        value={text}
        className={classes(area, "mono min-h-6 py-[3px] leading-4")}
        onChange={(event) => {
          const next = event.target.value;
          setDraft(next);
          if (next.trim() === "") onChange(undefined);
          else if (jsonErrorText(next) === null) onChange(JSON.parse(next) as JsonValue);
        }}
        onBlur={() => {
          if (error === null) setDraft(null);
        }}
      />
      {error && (
        <span role="alert" className="text-2xs text-danger">
          {error}
        </span>
      )}
    </span>
  );
}

/** Short arrays and plain values on one line, everything else indented. */
function jsonText(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  const short = JSON.stringify(value);
  return short.length <= 32 ? short.replace(/,(?=\S)/g, ", ") : JSON.stringify(value, null, 2);
}
