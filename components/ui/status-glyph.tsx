import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  History,
  LoaderCircle,
  type LucideIcon,
  SkipForward,
  TriangleAlert,
} from "lucide-react";
import { classes } from "./classes.ts";
import { Icon } from "./icon";

/** How a run, a step or an accelerator stands. */
export type Status =
  "queued" | "waiting" | "running" | "paused" | "succeeded" | "cached" | "warned" | "failed" | "skipped" | "cancelled";

const glyphs: Record<Status, LucideIcon> = {
  queued: CircleDashed,
  waiting: CircleDashed,
  running: LoaderCircle,
  paused: CirclePause,
  succeeded: CircleCheck,
  cached: History,
  warned: TriangleAlert,
  failed: CircleX,
  skipped: SkipForward,
  cancelled: SkipForward,
};

export const statusWords: Record<Status, string> = {
  queued: "Queued",
  waiting: "Waiting",
  running: "Running",
  paused: "Waiting",
  succeeded: "Done",
  cached: "Cached",
  warned: "Done, warned",
  failed: "Failed",
  skipped: "Skipped",
  cancelled: "Cancelled",
};

/** The sign of a state in its colour. A word stands beside it: `StatusLabel`, or words of what came out. */
export function StatusGlyph({
  status,
  size = 14,
  className,
}: {
  status: Status;
  size?: 12 | 14 | 16 | 20;
  className?: string;
}) {
  return (
    <span data-status={status} className={classes("inline-flex align-middle text-state", className)}>
      <Icon icon={glyphs[status]} size={size} className={status === "running" ? "animate-turn" : undefined} />
    </span>
  );
}

export function StatusLabel({ status, children }: { status: Status; children?: React.ReactNode }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 whitespace-nowrap align-middle">
      <StatusGlyph status={status} />
      {children ?? statusWords[status]}
    </span>
  );
}
