import { classes } from "./classes.ts";

/** Something that scrolls by itself and holds no control: it takes the focus, so that the arrow keys can scroll it. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className={classes("overflow-auto", className)}>
      {children}
    </div>
  );
}
