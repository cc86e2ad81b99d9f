"use client";
import { Segmented } from "#components/ui/segmented";
import { Select } from "#components/ui/select";
import { Switch } from "#components/ui/switch";
import type { ParamOption } from "../inspector/param-form.ts";
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
