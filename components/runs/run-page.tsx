"use client";
import { History } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef } from "react";
import { PageHeader } from "#components/shell/page-header";
import { AheadLink } from "#components/ui/ahead-link";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { StatusLabel, statusWords } from "#components/ui/status-glyph";
import { formatBytes } from "../ui/format-bytes.ts";
import { formatDuration } from "../ui/format-duration.ts";
import { formatCount } from "../ui/format-number.ts";
import { announce } from "../ui/toast-store.ts";
import { KeptRun } from "../workflow-tests/keep-items";
import { RunLabels } from "./labels/run-labels";
import { useRewind } from "./rewind/use-rewind.ts";
import { runGlyph } from "./run-glyph.ts";
import { RunActions } from "./run-actions";
import type { RunDetails } from "./run-details.ts";
import { cachedShareText } from "./reuse-words.ts";
import { phasesOf } from "./run-phases.ts";
import { RunPartFact } from "./run-part-fact";
import { RunTime } from "./run-time";
import { RunView } from "./run-view";
import { isOver, useLiveRun } from "./use-live-run.ts";
import { useStanding } from "./use-standing.ts";

/** `text` holds the largest parts, which React would else take apart value by value on their way from the server. */
type Props = { details: Omit<RunDetails, keyof Large>; text: string; initialStep?: string | null };

/**
 * One run: the canvas as it ran, its steps in time, and the values at each port, now or at any moment of the past.
 * `initialStep` is chosen at first, if the run has it. Give it a `key` of the run and of how often it was retried.
 */
export function RunPage({ details: others, text, initialStep = null }: Props) {
  const details = useMemo((): RunDetails => ({ ...others, ...readRunText(text) }), [others, text]);
  const rewind = useRewind(details.id);
  const { run: live, isReconnecting } = useLiveRun(details.id, details, rewind.take);
  const { isGone } = useStanding(details);
  const router = useRouter();

  const wasOver = useRef(isOver(live));
  useEffect(() => {
    if (isOver(live) && !wasOver.current) {
      announce(`Run ${details.number}: ${statusWords[runGlyph(live.status)]}`);
      // For the times that the server has recorded.
      router.refresh();
    }
    wasOver.current = isOver(live);
  }, [live, details.number, router]);

  return (
    <>
      <PageHeader
        before={
          <AheadLink
            href="/runs"
            aria-label="All runs"
            className="-ml-1.5 grid size-md place-items-center rounded-2 text-2 hover:bg-hover hover:text-1"
          >
            <Icon icon={History} />
          </AheadLink>
        }
        title={`Run ${formatCount(details.number)}`}
        facts={<RunFacts details={details} run={live} isReconnecting={isReconnecting} />}
        actions={<RunActions details={details} run={live} />}
      />
      {isGone && (
        <p role="status" className="border-b border-line bg-warn-soft px-6 py-2 max-sm:px-4">
          This run was deleted. What this page has loaded is shown until you leave it.
        </p>
      )}
      <KeptRun details={details} run={live}>
        <RunView details={details} live={live} rewind={rewind} initialStep={initialStep} member={details} />
      </KeptRun>
    </>
  );
}

type Large = Pick<RunDetails, "graph" | "state">;

function readRunText(text: string): Large {
  return JSON.parse(text) as Large;
}

function RunFacts({
  details,
  run,
  isReconnecting,
}: {
  details: RunDetails;
  run: ReturnType<typeof useLiveRun>["run"];
  isReconnecting: boolean;
}) {
  const cachedShare = cachedShareText(run);
  const [waited] = phasesOf(details, run);
  const words = run.isCancelling && run.status === "running" ? "Cancelling" : statusWords[runGlyph(run.status)];
  return (
    <>
      <span className="text-1">
        <StatusLabel status={runGlyph(run.status)}>
          {words} <RunTime run={run} recorded={details} />
        </StatusLabel>
      </span>
      {waited !== undefined && waited.durationMs >= 1 && (
        <span className="tabular-nums">{formatDuration(waited.durationMs)} in the queue</span>
      )}
      <span className="truncate">{details.workflowTitle}</span>
      <Badge>v{details.version}</Badge>
      {details.batch && (
        <Link href={`/runs/batches/${details.batch.id}`} className="truncate text-3">
          Batch “{details.batch.name}”
        </Link>
      )}
      <RunPartFact details={details} />
      {details.imported && (
        <Badge isOutlined>
          {details.imported.number === null
            ? "Imported"
            : `Imported, run ${formatCount(details.imported.number)} there`}
        </Badge>
      )}
      {details.noCache && <Badge isOutlined>Without the cache</Badge>}
      {run.retries !== undefined && (
        <Badge isOutlined>{run.retries === 1 ? "Retried" : `Retried ${run.retries} times`}</Badge>
      )}
      {cachedShare && <span className="truncate tabular-nums">{cachedShare}</span>}
      <span className="tabular-nums" title="Of its records, and of the content that it points to">
        {formatBytes(details.sizeBytes)}
      </span>
      <RunLabels run={details} />
      {isReconnecting && <span>Connection lost, trying again</span>}
    </>
  );
}
