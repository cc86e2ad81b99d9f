"use client";
import { runDurationMs } from "#graph/run-duration-ms";
import type { RunState } from "#graph/run-events";
import { formatDuration } from "../ui/format-duration.ts";
import { useNow } from "./use-now.ts";

/**
 * "in 212 ms", "after 96 ms", or the time that it has been running. `recorded` are the times that the list of runs shows, once
 * the server has said them.
 */
export function RunTime({ run, recorded }: { run: RunState; recorded: Parameters<typeof runDurationMs>[0] }) {
  const now = useNow({ everyMs: 100, isTicking: run.status === "running" });
  const durationMs = runDurationMs(recorded, { told: run, now });
  if (durationMs === null) return null;
  const duration = formatDuration(durationMs);
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
