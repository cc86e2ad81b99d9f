"use client";
import type { RunState } from "#graph/run-events";
import { formatDuration } from "../ui/format-duration.ts";
import { useNow } from "./use-now.ts";

/**
 * "in 212 ms", "after 96 ms", or the time that it has been running. `recordedMs` is what the list of runs shows, once the
 * run has ended and the server has said so.
 */
export function RunTime({ run, recordedMs }: { run: RunState; recordedMs: number | null }) {
  const now = useNow({ everyMs: 100, isTicking: run.status === "running" });
  if (run.startedAt === undefined) return null;
  const endMs = run.finishedAt ?? now;
  if (endMs === null) return null;
  const duration = formatDuration(recordedMs ?? Math.max(0, endMs - run.startedAt));
  return (
    <span className="tabular-nums">
      {
        {
          succeeded: `in ${duration}`,
          failed: `after ${duration}`,
          cancelled: `after ${duration}`,
          running: duration,
          queued: "",
          waiting: "",
        }[run.status]
      }
    </span>
  );
}
