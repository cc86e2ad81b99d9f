import { classes } from "./classes.ts";

/** A grey place where something will stand. It shows after 150 ms, so that quick answers do not flash. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={classes("block animate-appear-late rounded-2 bg-sunken", className)} />;
}

/** The frame around a page's or a panel's skeletons: says once that it is loading. */
export function Loading({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <div role="status" aria-label={label} className={className}>
      {children}
    </div>
  );
}
