"use client";
import { useMemo, useRef, useState } from "react";
import type { RunState } from "#graph/run-events";
import { definitions } from "#nodes/definitions";
import type { PortEnd } from "../editor/canvas/canvas-context.tsx";
import { FailurePanel } from "./failure-panel";
import type { Rewind } from "./rewind/use-rewind.ts";
import { RunCanvas } from "./run-canvas";
import type { RunShown } from "./run-details.ts";
import { RunValues } from "./run-values";
import { RunWait } from "./run-wait";
import { type PortAsked, StepDetail } from "./step-detail";
import { stepRows } from "./step-row.ts";
import { RunTimeline } from "./timeline/run-timeline";
import { isOver } from "./use-live-run.ts";
import { valueNamed } from "./value-named.ts";
import { WaitingNotice } from "./waiting-notice";
import { LargeInAddress } from "./values/large/large-in-address";

/**
 * What there is to see of a run, below the title of its page: the canvas as it ran, its steps in time, and the values at each
 * port. `member` leads on into the workspace; without it, as for a guest, there is nothing to do but to look.
 */
export function RunView({
  details,
  live,
  rewind,
  initialStep = null,
  member,
}: {
  details: RunShown;
  /** As it stands; what is shown may be a moment of its past. */
  live: RunState;
  rewind: Rewind;
  initialStep?: string | null;
  member?: { workflowId: string };
}) {
  const run = rewind.state ?? live;
  const [chosenId, setChosenId] = useState(initialStep);
  const [asked, setAsked] = useState<PortAsked | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  const liveSteps = useMemo(() => stepRows(details.graph, definitions, live, details), [details, live]);
  const past = rewind.state;
  const steps = useMemo(
    () => (past ? stepRows(details.graph, definitions, past, details) : liveSteps),
    [details, past, liveSteps],
  );
  const chosen = steps.find(({ nodeId }) => nodeId === chosenId);
  // The innermost one says most.
  const failed = liveSteps.findLast(({ status, node }) => status === "failed" && node.failure) ?? null;
  const paused = live.status === "waiting" ? liveSteps.findLast(({ status }) => status === "paused") : undefined;
  const failure = live.status === "failed" ? (live.failure ?? failed?.node.failure) : undefined;

  function choose(nodeId: string | null, port: PortAsked | null = null) {
    setChosenId(nodeId);
    setAsked(port);
    // Where the panel stands below the canvas, what was chosen comes into view.
    if (nodeId && matchMedia("(max-width: 1199px)").matches) {
      requestAnimationFrame(() => panel.current?.scrollIntoView({ block: "start" }));
    }
  }

  /** As the keys go from step to step the page stays where it is. */
  function follow(nodeId: string) {
    setChosenId(nodeId);
    setAsked(null);
  }

  // Beside each other on wide windows; below each other, and scrolling together, on narrow ones.
  return (
    <LargeInAddress
      find={({ name }) => valueNamed(details, run, name) ?? valueNamed(details, live, name)}
      where="this run"
      isPending={!isOver(live)}
    >
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_360px] grid-rows-[auto_minmax(220px,42%)_minmax(0,1fr)] max-lg:block max-lg:overflow-y-auto">
        {live.status === "queued" && member && (
          <div className="col-start-1 row-start-1 border-b border-line bg-panel px-6 py-3 empty:hidden max-sm:px-4">
            <RunWait runId={details.id} />
          </div>
        )}
        {paused && member && chosenId !== paused.nodeId && (
          <div className="col-start-1 row-start-1 border-b border-line bg-panel px-6 py-3 max-sm:px-4">
            <WaitingNotice step={paused} onShow={() => choose(paused.nodeId)} />
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
        <div className="col-start-1 row-start-2 min-h-0 border-b border-line max-lg:h-96 max-sm:h-80">
          <RunCanvas
            details={details}
            run={run}
            whole={live}
            rewind={rewind}
            chosenId={chosenId}
            isAnswerable={member !== undefined}
            onChoose={choose}
            onOpenValue={({ node, port, side }: PortEnd) => choose(node, { side, port })}
          />
        </div>
        <div
          ref={panel}
          className="col-start-2 row-span-3 row-start-1 flex min-h-0 flex-col border-l border-line bg-panel max-lg:min-h-72 max-lg:border-b max-lg:border-l-0"
        >
          {chosen ? (
            // A step opens with its own view, not with that of the one before.
            <StepDetail
              key={chosen.nodeId}
              {...(member && { workflowId: member.workflowId, runId: details.id })}
              details={details}
              run={run}
              step={chosen}
              asked={asked}
              onClose={() => choose(null)}
            />
          ) : (
            <RunValues details={details} run={run} />
          )}
        </div>
        <section
          aria-label="Steps"
          className="col-start-1 row-start-3 flex min-h-0 flex-col bg-panel max-lg:h-[min(70dvh,560px)]"
        >
          <RunTimeline
            run={run}
            whole={live}
            steps={steps}
            chosenId={chosenId}
            onChoose={choose}
            onFollow={follow}
            atMs={rewind.atMs}
          />
        </section>
      </div>
    </LargeInAddress>
  );
}
