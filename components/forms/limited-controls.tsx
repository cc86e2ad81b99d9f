"use client";
import type { ControlProps } from "#components/ui/field";
import { Segmented } from "#components/ui/segmented";
import { Select } from "#components/ui/select";
import { Slider } from "#components/ui/slider";
import { TextInput } from "#components/ui/text-input";
import type { JsonValue } from "#graph/json";
import type { WorkflowInput } from "#graph/workflow-interface";
import { classes } from "../ui/classes.ts";
import { readNumber } from "../ui/read-number.ts";
import { type Draft, sliderStep } from "./form-draft.ts";

type Props = { control: ControlProps; onChange: (draft: Draft) => void };
type TypedProps = Props & { text: string; look: string | undefined };

/** As many as stand beside each other, and as long as they may be then. */
const MAX_SEGMENTS = 4;
const MAX_SEGMENT_CHARACTERS = 16;

/** The values that an input takes: a few short ones beside each other, else a list. */
export function ChoiceControl({
  input: { name, choices = [] },
  shown,
  control,
  onChange,
}: Props & { input: WorkflowInput; shown: JsonValue | undefined }) {
  const options = choices.map((choice) => ({ value: String(choice), label: String(choice) }));
  const value = choices.some((choice) => choice === shown) ? String(shown) : "";
  const choose = (text: string) => onChange({ value: choices.find((choice) => String(choice) === text) ?? text });
  if (options.length <= MAX_SEGMENTS && options.every(({ value }) => value.length <= MAX_SEGMENT_CHARACTERS)) {
    return (
      <Segmented
        {...control}
        size="lg"
        label={name}
        value={value}
        options={options}
        onChange={choose}
        className="justify-self-start"
      />
    );
  }
  return (
    <Select
      {...control}
      size="lg"
      value={value}
      options={options}
      onChange={choose}
      className="max-w-80 justify-self-start max-sm:w-full max-sm:max-w-none"
    />
  );
}

/** A number with its unit behind it. */
export function NumberControl({ unit, text, look, control, onChange }: TypedProps & { unit: string | undefined }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <TextInput
        {...control}
        inputSize="lg"
        inputMode="decimal"
        autoComplete="off"
        className={classes("max-w-60 tabular-nums max-sm:max-w-none", look)}
        value={text}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      {unit && <span className="shrink-0 text-3">{unit}</span>}
    </span>
  );
}

/** A number between two ends, to be drawn or typed. */
export function SliderControl({ input, text, look, control, onChange }: TypedProps & { input: WorkflowInput }) {
  const { name, minimum = 0, maximum = 1, unit } = input;
  const typed = readNumber(text, unit);
  const value = "value" in typed ? typed.value : minimum;
  const step = sliderStep(input);
  return (
    <span className="flex min-w-0 items-center gap-3">
      <Slider
        label={`${name} slider`}
        value={Math.min(maximum, Math.max(minimum, value))}
        min={minimum}
        max={maximum}
        step={step}
        onChange={(next) => onChange({ value: withoutDust(next, step) })}
      />
      <span className="w-28 shrink-0">
        <TextInput
          {...control}
          inputSize="lg"
          inputMode="decimal"
          autoComplete="off"
          className={classes("tabular-nums", look)}
          value={text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </span>
      {unit && <span className="shrink-0 text-3">{unit}</span>}
    </span>
  );
}

/** Steps of 0.1 from 0 lead to 0.30000000000000004. */
function withoutDust(value: number, step: number): number {
  return Number(value.toFixed(Math.max(0, -Math.floor(Math.log10(step)) + 1)));
}
