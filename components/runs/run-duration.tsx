"use client";
import { runDurationMs } from "#graph/run-duration-ms";
import { formatDuration } from "../ui/format-duration.ts";
import type { RunRow } from "./run-row.ts";
import { useNow } from "./use-now.ts";

/** How long the run took, or has been taking; beside it a bar that compares it with the longest of the list. */
export function RunDuration({ run, longestMs }: { run: RunRow; longestMs: number }) {
  const isRunning = run.status === "running";
  const now = useNow({ everyMs: 100, isTicking: isRunning });
  if (run.status === "queued") return <span className="text-3">Waits for a worker</span>;
  if (run.status === "waiting") return <span className="text-3">Waits for an answer or a time</span>;
  const durationMs = runDurationMs(run, { now: isRunning ? now : null });
  if (durationMs === null) return <span className="text-3">Did not start</span>;
  return (
    <span className="flex items-center gap-2 whitespace-nowrap tabular-nums">
      <span aria-hidden className="h-1 w-14 overflow-hidden rounded-full bg-line max-sm:hidden">
        <span
          className={`block h-full rounded-full ${isRunning ? "bg-accent" : run.status === "failed" ? "bg-danger" : "bg-bar-2"}`}
          style={{ width: `${Math.max(3, Math.min(1, durationMs / Math.max(1, longestMs)) * 100)}%` }}
        />
      </span>
      {formatDuration(durationMs)}
    </span>
  );
}
