"use client";
import { History } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { GraphView } from "#components/editor/graph-view";
import { PageHeader } from "#components/shell/page-header";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { StatusLabel, statusWords } from "#components/ui/status-glyph";
import { definitions } from "#nodes/definitions";
import { formatDuration } from "../ui/format-duration.ts";
import { formatCount } from "../ui/format-number.ts";
import { announce } from "../ui/toast-store.ts";
import { FailurePanel } from "./failure-panel";
import { runGlyph } from "./run-glyph.ts";
import { RunActions } from "./run-actions";
import type { RunDetails } from "./run-details.ts";
import { cachedShareText } from "./reuse-words.ts";
import { phasesOf } from "./run-phases.ts";
import { RunSteps } from "./run-steps";
import { RunPartFact } from "./run-part-fact";
import { RunTime } from "./run-time";
import { RunValues } from "./run-values";
import { RunWait } from "./run-wait";
import { StepDetail } from "./step-detail";
import { stepRows } from "./step-row.ts";
import { isOver, useLiveRun } from "./use-live-run.ts";

/**
 * One run: the canvas as it ran, its steps, and the values at each port. `initialStep` is chosen at first, if the run has it.
 * Give it `key={details.id}`.
 */
export function RunPage({ details, initialStep = null }: { details: RunDetails; initialStep?: string | null }) {
  const { run, isReconnecting } = useLiveRun(details.id, details);
  const [chosenId, setChosenId] = useState(initialStep);
  const router = useRouter();
  const panel = useRef<HTMLDivElement>(null);
  const steps = stepRows(details.graph, definitions, run, details);
  const chosen = steps.find(({ nodeId }) => nodeId === chosenId);
  // The innermost one says most.
  const failed = steps.findLast(({ status, node }) => status === "failed" && node.failure) ?? null;
  const failure = run.status === "failed" ? (run.failure ?? failed?.node.failure) : undefined;

  const cachedShare = cachedShareText(run);
  const [waited] = phasesOf(details, run);

  const wasOver = useRef(isOver(run));
  useEffect(() => {
    if (isOver(run) && !wasOver.current) {
      announce(`Run ${details.number}: ${statusWords[runGlyph(run.status)]}`);
      // For the times that the server has recorded.
      router.refresh();
    }
    wasOver.current = isOver(run);
  }, [run, details.number, router]);

  function choose(nodeId: string | null) {
    setChosenId(nodeId);
    // Where the panel stands below the canvas, what was chosen comes into view.
    if (nodeId && matchMedia("(max-width: 1199px)").matches) {
      requestAnimationFrame(() => panel.current?.scrollIntoView({ block: "start" }));
    }
  }

  return (
    <>
      <PageHeader
        before={
          <Link
            href="/runs"
            aria-label="All runs"
            className="-ml-1.5 grid size-md place-items-center rounded-2 text-2 hover:bg-hover hover:text-1"
          >
            <Icon icon={History} />
          </Link>
        }
        title={`Run ${formatCount(details.number)}`}
        facts={
          <>
            <span className="text-1">
              <StatusLabel status={runGlyph(run.status)}>
                {run.isCancelling && run.status === "running" ? "Cancelling" : statusWords[runGlyph(run.status)]}{" "}
                <RunTime run={run} recorded={details} />
              </StatusLabel>
            </span>
            {waited !== undefined && waited.durationMs >= 1 && (
              <span className="tabular-nums">waited {formatDuration(waited.durationMs)}</span>
            )}
            <span className="truncate">{details.workflowTitle}</span>
            <Badge>v{details.version}</Badge>
            <RunPartFact details={details} />
            {details.noCache && <Badge isOutlined>Without the cache</Badge>}
            {cachedShare && <span className="truncate tabular-nums">{cachedShare}</span>}
            {isReconnecting && <span>Connection lost, trying again</span>}
          </>
        }
        actions={<RunActions details={details} run={run} />}
      />
      {/* Beside each other on wide windows; below each other, and scrolling together, on narrow ones. */}
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_360px] grid-rows-[auto_42%_minmax(0,1fr)] max-lg:block max-lg:overflow-y-auto">
        {run.status === "queued" && (
          <div className="col-start-1 row-start-1 border-b border-line bg-panel px-6 py-3 empty:hidden max-sm:px-4">
            <RunWait runId={details.id} />
          </div>
        )}
        {failure && (
          <div className="col-start-1 row-start-1 border-b border-line bg-panel px-6 py-3 max-sm:px-4">
            <h2 className="sr-only">What failed</h2>
            <FailurePanel
              failure={failure}
              title={failed ? `${failed.title} failed` : "The run failed"}
              onShowStep={failed && chosenId !== failed.nodeId ? () => choose(failed.nodeId) : undefined}
            />
          </div>
        )}
        <section
          aria-label="Canvas as it ran"
          className="col-start-1 row-start-2 min-h-56 border-b border-line bg-canvas max-lg:h-80 max-sm:h-60"
        >
          <h2 className="sr-only">Canvas as it ran</h2>
          <GraphView
            graph={details.graph}
            run={run}
            part={details.part}
            runId={details.id}
            selectedNodeId={chosenId && chosenId.split("/")[0]!}
            onSelectNode={choose}
          />
        </section>
        <div
          ref={panel}
          className="col-start-2 row-span-3 row-start-1 flex min-h-0 flex-col border-l border-line bg-panel max-lg:min-h-72 max-lg:border-b max-lg:border-l-0"
        >
          {chosen ? (
            // A step opens with its own view, not with that of the one before.
            <StepDetail
              key={chosen.nodeId}
              workflowId={details.workflowId}
              runId={details.id}
              details={details}
              run={run}
              step={chosen}
              onClose={() => setChosenId(null)}
            />
          ) : (
            <RunValues details={details} run={run} />
          )}
        </div>
        <section
          aria-label="Steps"
          className="col-start-1 row-start-3 min-h-0 overflow-y-auto bg-panel max-lg:overflow-visible"
        >
          <h2 className="sr-only">Steps</h2>
          <RunSteps run={run} steps={steps} chosenId={chosenId} onChoose={choose} />
        </section>
      </div>
    </>
  );
}
