"use client";
import { Segmented } from "#components/ui/segmented";
import type { FieldProps } from "./field-props.ts";

/** True, false or not given: a switch cannot say the third. */
export function ChoiceOfTwo({ field, value, onChange }: FieldProps) {
  const options = [
    { value: "none", label: "None" },
    { value: "true", label: "True" },
    { value: "false", label: "False" },
  ] as const;
  return (
    <Segmented
      label={field.title}
      value={typeof value === "boolean" ? (value ? "true" : "false") : "none"}
      options={options}
      onChange={(next) => onChange(next === "none" ? undefined : next === "true")}
    />
  );
}
