"use client";
import Link from "next/link";
import { Badge } from "#components/ui/badge";
import { RelativeTime } from "#components/ui/relative-time";
import { StatusLabel } from "#components/ui/status-glyph";
import { triggerTitles } from "#graph/run-triggers";
import { formatBytes } from "../../ui/format-bytes.ts";
import { formatDuration } from "../../ui/format-duration.ts";
import { formatCount } from "../../ui/format-number.ts";
import { RunDuration } from "../run-duration";
import { runGlyph } from "../run-glyph.ts";
import type { RunRow } from "../run-row.ts";
import { StepStrip } from "../step-strip";
import type { RunColumn } from "./run-columns.ts";

type CellProps = { run: RunRow; longestMs: number; linkProps: React.ComponentProps<"a"> };

/** What each column shows of a run. */
export const runCells: Record<RunColumn, (props: CellProps) => React.ReactNode> = {
  status: ({ run }) => (
    <StatusLabel status={runGlyph(run.status)}>{run.isCancelling ? "Cancelling" : undefined}</StatusLabel>
  ),
  run: ({ run, linkProps }) => (
    <Link
      {...linkProps}
      href={`/runs/${run.id}`}
      aria-label={`Run ${formatCount(run.number)} of ${run.workflowTitle}`}
      className="font-strong tabular-nums no-underline after:absolute after:inset-0"
    >
      {formatCount(run.number)}
    </Link>
  ),
  workflow: ({ run }) => run.workflowTitle,
  version: ({ run }) => <Badge>v{run.version}</Badge>,
  trigger: ({ run }) => <span className="text-2">{triggerTitles[run.trigger]}</span>,
  duration: ({ run, longestMs }) => <RunDuration run={run} longestMs={longestMs} />,
  wait: ({ run }) => run.startedAt && <span className="tabular-nums text-2">{formatDuration(waitMsOf(run))}</span>,
  steps: ({ run }) => <StepStrip counts={run.stepCounts} />,
  cached: ({ run }) => (
    <span className="tabular-nums text-2">
      {run.cachedSteps} of {run.stepCounts.total}
    </span>
  ),
  device: ({ run }) => <span className="text-2">{run.devices.join(", ")}</span>,
  // Some seconds after its end it is measured.
  size: ({ run }) => (
    <span className="tabular-nums text-2">{run.sizeBytes !== null && formatBytes(run.sizeBytes)}</span>
  ),
  tags: ({ run }) => (
    <span className="flex max-w-56 gap-1 overflow-hidden" title={run.tags.join(", ")}>
      {run.tags.map((tag) => (
        <Badge key={tag} isOutlined>
          {tag}
        </Badge>
      ))}
    </span>
  ),
  note: ({ run }) => (
    <span className="block max-w-56 truncate text-2" title={run.note}>
      {run.note}
    </span>
  ),
  started: ({ run }) => (
    <span className="text-2">
      <RelativeTime time={run.createdAt} />
    </span>
  ),
  by: ({ run }) => <span className="block max-w-40 truncate text-2">{run.startedBy.name}</span>,
};

function waitMsOf({ startedAt, createdAt }: RunRow): number {
  return Math.max(0, (startedAt ?? createdAt).getTime() - createdAt.getTime());
}
