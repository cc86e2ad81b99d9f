"use client";
import { TextInput } from "#components/ui/text-input";
import { classes } from "../../ui/classes.ts";
import type { FieldProps } from "./field-props.ts";
import { useKeptCaret } from "./use-kept-caret.ts";

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
  const text = typeof value === "string" ? value : "";
  return (
    <textarea
      {...control}
      {...useKeptCaret(text)}
      disabled={isReadOnly}
      maxLength={field.maxLength}
      value={text}
      className={classes(area, "min-h-14")}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
