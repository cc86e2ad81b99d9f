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
  size = "sm",
  ...control
}: {
  label: string;
  /** Empty: none is chosen yet. */
  value: Value | "";
  options: readonly { value: Value; label: React.ReactNode }[];
  onChange: (value: Value) => void;
  className?: string;
  size?: "sm" | "lg";
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
}) {
  return (
    <RadioGroup.Root
      {...control}
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={classes(
        "grid auto-cols-fr grid-flow-col rounded-2 border border-line bg-sunken p-px aria-invalid:border-danger",
        size === "sm" ? "h-sm" : "h-lg",
        className,
      )}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className={classes(
            "whitespace-nowrap rounded-1 border border-transparent text-2 data-[state=checked]:border-strong data-[state=checked]:bg-node data-[state=checked]:font-medium data-[state=checked]:text-1",
            size === "sm" ? "px-2 text-xs" : "px-4 text-md",
          )}
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
