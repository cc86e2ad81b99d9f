import { classes } from "./classes.ts";

/** How far something is, 0–1. In ink, or in a state's colour inside `data-status`. */
export function ProgressBar({ label, fraction, className }: { label: string; fraction: number; className?: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      className={classes("h-[3px] overflow-hidden rounded-full bg-line", className)}
    >
      <div className="h-full bg-[var(--state,var(--ink))]" style={{ width: `${percent}%` }} />
    </div>
  );
}
