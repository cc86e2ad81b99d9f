"use client";
import { RadioGroup } from "radix-ui";
import { classes } from "./classes.ts";

/** One of two to four, all in view. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: React.ReactNode }[];
  onChange: (value: Value) => void;
  className?: string;
}) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={classes("grid h-sm auto-cols-fr grid-flow-col rounded-2 border border-line bg-sunken p-px", className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="whitespace-nowrap rounded-1 border border-transparent px-2 text-xs text-2 data-[state=checked]:border-strong data-[state=checked]:bg-node data-[state=checked]:font-medium data-[state=checked]:text-1"
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
