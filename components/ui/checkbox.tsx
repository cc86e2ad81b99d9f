"use client";
import { Check } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import { Icon } from "./icon";

export function Checkbox({
  label,
  isChecked,
  onChange,
  isDisabled = false,
  ...control
}: {
  label?: string;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  isDisabled?: boolean;
  id?: string;
  "aria-describedby"?: string | undefined;
}) {
  return (
    <Primitive.Root
      {...control}
      aria-label={label}
      checked={isChecked}
      onCheckedChange={(next) => onChange(next === true)}
      disabled={isDisabled}
      className="relative inline-grid size-3.5 shrink-0 place-items-center rounded-1 border border-control bg-node text-on-ink after:absolute after:-inset-[5px] disabled:opacity-50 data-[state=checked]:border-ink data-[state=checked]:bg-ink"
    >
      <Primitive.Indicator>
        <Icon icon={Check} size={12} />
      </Primitive.Indicator>
    </Primitive.Root>
  );
}
