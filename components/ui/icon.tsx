import type { LucideIcon } from "lucide-react";
import { classes } from "./classes.ts";

const strokeWidths = { 12: 2.25, 14: 2, 16: 1.75, 20: 1.6 } as const;

/** A lucide icon at one of the sizes of the look, in the colour of the text around it. Says nothing to a screen reader. */
export function Icon({
  icon: Glyph,
  size = 16,
  className,
}: {
  icon: LucideIcon;
  size?: keyof typeof strokeWidths;
  className?: string | undefined;
}) {
  return (
    <Glyph
      aria-hidden
      width={size}
      height={size}
      strokeWidth={strokeWidths[size]}
      className={classes("shrink-0", className)}
    />
  );
}
