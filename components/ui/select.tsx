"use client";
import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import { classes } from "./classes.ts";
import { Icon } from "./icon";

export type SelectOption<Value extends string = string> = { value: Value; label: React.ReactNode };

/** One of a few. Give `label`, or the `id` that a `Field` hands out. An empty `value` shows the placeholder. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  placeholder = "Choose",
  size = "md",
  isDisabled = false,
  className,
  ...control
}: {
  label?: string;
  value: Value | "";
  options: readonly SelectOption<Value>[];
  onChange: (value: Value) => void;
  placeholder?: string;
  size?: "sm" | "md" | "lg";
  isDisabled?: boolean;
  className?: string;
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
}) {
  return (
    // Radix knows only strings; the items below offer nothing but the values of `options`.
    <Primitive.Root value={value} onValueChange={(next) => onChange(next as Value)} disabled={isDisabled}>
      <Primitive.Trigger
        {...control}
        aria-label={label}
        className={classes(
          "inline-flex min-w-0 items-center justify-between gap-1.5 rounded-2 border border-control bg-node text-1 aria-invalid:border-danger disabled:opacity-50 data-placeholder:text-3",
          { sm: "h-sm px-1.5 text-xs", md: "h-md px-2 text-sm", lg: "h-lg px-3 text-md" }[size],
          className,
        )}
      >
        <span className="truncate">
          {/* Left to itself it would find out what is chosen once the page is alive, and be narrower until then. */}
          <Primitive.Value placeholder={placeholder}>
            {options.find((option) => option.value === value)?.label}
          </Primitive.Value>
        </span>
        <Primitive.Icon asChild>
          <ChevronDown aria-hidden width={12} height={12} strokeWidth={2.25} className="shrink-0 text-3" />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-appear overflow-hidden rounded-3 border border-strong bg-overlay text-1 shadow-3"
        >
          <Primitive.Viewport className="p-1">
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                className="flex h-md cursor-default select-none items-center gap-2 rounded-2 pl-7 pr-3 text-sm outline-none data-highlighted:bg-selected data-[state=checked]:pl-2"
              >
                <Primitive.ItemIndicator>
                  <Icon icon={Check} size={12} />
                </Primitive.ItemIndicator>
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
