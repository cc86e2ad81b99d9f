"use client";
import { Switch as Primitive } from "radix-ui";

/** On or off, at once. Give `label`, or the `id` that a `Field` hands out. */
export function Switch({
  label,
  isOn,
  onChange,
  isDisabled = false,
  ...control
}: {
  label?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isDisabled?: boolean;
  id?: string;
  "aria-describedby"?: string | undefined;
}) {
  return (
    <Primitive.Root
      {...control}
      aria-label={label}
      checked={isOn}
      onCheckedChange={onChange}
      disabled={isDisabled}
      className="relative h-[18px] w-8 shrink-0 rounded-full border border-control bg-sunken transition-fast after:absolute after:-inset-y-1 after:inset-x-0 disabled:opacity-50 data-[state=checked]:border-ink data-[state=checked]:bg-ink pointer-coarse:after:-inset-y-3"
    >
      <Primitive.Thumb className="block size-3 translate-x-[2px] rounded-full bg-bar transition-transform duration-(--motion-fast) data-[state=checked]:translate-x-[16px] data-[state=checked]:bg-on-ink" />
    </Primitive.Root>
  );
}
