"use client";
import { Popover as Primitive } from "radix-ui";
import { classes } from "./classes.ts";

/** A small surface beside its trigger. Controlled when `isOpen` is given. */
export function Popover({
  trigger,
  label,
  isOpen,
  onOpenChange,
  align = "start",
  side = "bottom",
  className,
  children,
}: {
  trigger: React.ReactElement;
  label: string;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <Primitive.Root {...(isOpen !== undefined && { open: isOpen })} {...(onOpenChange && { onOpenChange })}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={classes(
            "z-50 max-h-(--radix-popover-content-available-height) animate-appear overflow-y-auto rounded-3 border border-strong bg-overlay text-1 shadow-3",
            className ?? "p-3",
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
