import { classes } from "./classes.ts";

/** A short fact about a thing: a version, a count, a state in its own colour. */
export function Badge({
  status,
  isOutlined = false,
  className,
  children,
}: {
  status?: "running" | "succeeded" | "cached" | "warned" | "failed" | "skipped";
  isOutlined?: boolean;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <span
      data-status={status}
      className={classes(
        "inline-flex h-[18px] items-center gap-[3px] whitespace-nowrap rounded-1 px-[5px] text-2xs font-medium tabular-nums",
        status ? "bg-state-soft text-state" : isOutlined ? "border border-strong text-2" : "bg-sunken text-2",
        className,
      )}
    >
      {children}
    </span>
  );
}
