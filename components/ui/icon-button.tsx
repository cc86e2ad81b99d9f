"use client";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { Icon } from "./icon";
import { Tooltip } from "./tooltip";

/** A button that shows only an icon. `label` is its name and its tooltip; `isPressed` makes it a toggle. */
export function IconButton({
  icon,
  label,
  shortcut,
  size = "md",
  isPressed,
  tooltipSide,
  className,
  ...rest
}: Omit<ComponentProps<"button">, "children" | "aria-label"> & {
  icon: LucideIcon;
  label: string;
  shortcut?: string | undefined;
  size?: "sm" | "md";
  isPressed?: boolean;
  tooltipSide?: "top" | "right" | "bottom" | "left";
}) {
  return (
    <Tooltip content={label} shortcut={shortcut} {...(tooltipSide && { side: tooltipSide })}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={isPressed}
        className={classes(
          "inline-grid shrink-0 place-items-center rounded-2 text-2 transition-fast hover:bg-hover hover:text-1",
          "aria-pressed:bg-selected aria-pressed:text-1 disabled:bg-transparent disabled:text-disabled",
          size === "sm" ? "size-sm" : "size-md",
          className,
        )}
      >
        <Icon icon={icon} size={size === "sm" ? 14 : 16} />
      </button>
    </Tooltip>
  );
}
