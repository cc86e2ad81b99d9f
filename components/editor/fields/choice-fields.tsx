"use client";
import { Segmented } from "#components/ui/segmented";
import { Select } from "#components/ui/select";
import { Switch } from "#components/ui/switch";
import { TextInput } from "#components/ui/text-input";
import type { ParamOption } from "../param-form.ts";
import type { FieldProps } from "./field-props.ts";

export function SwitchField({ value, onChange, control, isReadOnly }: FieldProps) {
  return (
    <span className="flex h-sm items-center">
      <Switch {...control} isOn={value === true} onChange={onChange} isDisabled={isReadOnly} />
    </span>
  );
}

export function SegmentedField({ field, value, onChange }: FieldProps) {
  return (
    <Segmented
      label={field.title}
      value={String(value)}
      options={field.options.map(textOption)}
      onChange={(next) => onChange(optionValue(field.options, next))}
    />
  );
}

export function SelectField({ field, value, onChange, control, isReadOnly }: FieldProps) {
  return (
    <Select
      {...control}
      size="sm"
      className="w-full"
      isDisabled={isReadOnly}
      value={value === undefined || value === null ? "" : String(value)}
      options={field.options.map(textOption)}
      onChange={(next) => onChange(optionValue(field.options, next))}
    />
  );
}

function textOption({ value, label }: ParamOption) {
  return { value: String(value), label };
}

/** Controls know texts only; the schema may want a number. */
function optionValue(options: readonly ParamOption[], text: string) {
  return options.find(({ value }) => String(value) === text)?.value;
}

export function ColourField({ field, value, onChange, control, isReadOnly }: FieldProps) {
  const colour = typeof value === "string" ? value : "#000000";
  return (
    <span className="flex items-center gap-2">
      <input
        type="color"
        aria-label={`${field.title}, chosen from a palette`}
        disabled={isReadOnly}
        value={/^#[0-9a-f]{6}$/i.test(colour) ? colour : "#000000"}
        className="size-6 shrink-0 rounded-1 border border-control bg-transparent p-0.5"
        onChange={(event) => onChange(event.target.value)}
      />
      <TextInput
        {...control}
        inputSize="sm"
        className="mono"
        maxLength={9}
        disabled={isReadOnly}
        value={colour}
        onChange={(event) => onChange(event.target.value.trim())}
      />
    </span>
  );
}
