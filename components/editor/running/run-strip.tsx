"use client";
import { ExternalLink, PanelBottom } from "lucide-react";
import Link from "next/link";
import { useStore } from "zustand";
import type { NodeRunState, RunState } from "#graph/run-events";
import { isInRun } from "#graph/run-part";
import { topologyOf } from "#graph/topology";
import { Icon } from "#components/ui/icon";
import { RelativeTime } from "#components/ui/relative-time";
import { IconButton } from "#components/ui/icon-button";
import { StatusGlyph, StatusLabel, statusWords } from "#components/ui/status-glyph";
import type { RunRow } from "../../runs/run-row.ts";
import { runGlyph } from "../../runs/run-glyph.ts";
import { isOver as isRunOver } from "../../runs/use-live-run.ts";
import { RunWait } from "../../runs/run-wait.tsx";
import { cachedShareText } from "../../runs/reuse-words.ts";
import { formatCount } from "../../ui/format-number.ts";
import { formatDuration } from "../../ui/format-duration.ts";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import { goToNode } from "../canvas/canvas-work.ts";
import { cardOf } from "../nodes/card-of.ts";
import type { EditorState } from "../editor-store.ts";
import { useTools } from "../editor-tools.ts";
import { Elapsed, isOver } from "./run-button.tsx";
import { shownStatus, statusText } from "./run-words.ts";

/** The run on the canvas as one line: a chip for each step, wide where something happens. Opened, a table of the steps. */
export function RunStrip({ row, problem }: { row: RunRow | null; problem: string | null }) {
  const { ui } = useTools();
  const isOpen = useStore(ui, (state) => state.isDrawerOpen);
  const run = useRun((state) => state.run);
  const runId = useRun((state) => state.runId);
  const steps = useSteps(run);
  const cachedShare = run && cachedShareText(run);
  if (!run || !runId) {
    return (
      <p className="flex h-9 items-center px-3.5 text-xs text-3">No run yet. Run the workflow to see each step here.</p>
    );
  }
  return (
    <>
      {isOpen && <StepTable steps={steps} />}
      <div className="flex h-9 items-center gap-2.5 pr-2.5 pl-2 text-xs whitespace-nowrap">
        <IconButton
          icon={PanelBottom}
          size="sm"
          label={isOpen ? "Close the steps" : "Show the steps"}
          isPressed={isOpen}
          onClick={() => ui.setState({ isDrawerOpen: !isOpen })}
        />
        {row && <span className="font-medium tabular-nums">Run {formatCount(row.number)}</span>}
        <StatusLabel status={runGlyph(run.status)}>
          {run.isCancelling ? "Cancelling" : statusWords[runGlyph(run.status)]}
        </StatusLabel>
        <span className="text-3">
          <Elapsed recorded={row} />
        </span>
        {run.status === "queued" && <RunWait runId={runId} isOneLine />}
        <ol aria-label="Steps" className="run-strip mx-1.5 flex min-w-0 flex-1 gap-[3px] overflow-hidden max-sm:hidden">
          {steps.slice(0, 60).map((step) => (
            <StepChip key={step.nodeId} step={step} />
          ))}
        </ol>
        {cachedShare && <span className="text-3 tabular-nums max-lg:hidden">{cachedShare}</span>}
        {problem && <span className="text-danger">{problem}</span>}
        {/* Instead of chips where there is no room for them. */}
        <span className="text-3 tabular-nums max-sm:min-w-0 max-sm:flex-1 max-sm:truncate sm:max-md:hidden">
          {steps.filter(({ run }) => run && isOver(run)).length} of {steps.length} steps
        </span>
        <Link
          href={`/runs/${runId}`}
          // It changes until the run is over; fetching it ahead would hold up the events.
          prefetch={false}
          className="flex h-sm items-center gap-1.5 rounded-2 px-2 text-2 no-underline hover:bg-hover hover:text-1"
        >
          Open run
          <Icon icon={ExternalLink} size={12} />
        </Link>
      </div>
    </>
  );
}

type Step = { nodeId: string; title: string; run: NodeRunState | undefined };

/** In the order in which they can run; nodes added after the run are left out once it has ended. */
function useSteps(run: RunState | null): Step[] {
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const part = useRun((state) => state.part);
  if (!run) return [];
  const isActive = !isRunOver(run);
  return topologyOf(graph).order.flatMap((nodeId) => {
    const step = run.nodes[nodeId];
    if (!step && !(isActive && isInRun(graph, part, nodeId))) return [];
    return [{ nodeId, title: cardOf(graph, library, nodeId)?.title ?? nodeId, run: step }];
  });
}

function StepChip({ step }: { step: Step }) {
  const tools = useTools();
  const { run, title } = step;
  const status = run ? shownStatus(run) : "waiting";
  const isLoud = status === "running" || status === "paused" || status === "failed" || status === "warned";
  const progress = run?.progress;
  const time =
    run?.durationMs === undefined ? statusWords[status] : run.cached ? "cached" : formatDuration(run.durationMs);
  return (
    <li data-status={status} className={status === "running" ? "run-chip max-w-[420px] flex-1" : "run-chip shrink-0"}>
      <button
        type="button"
        title={`${title}, ${time}`}
        aria-label={`${title}, ${statusWords[status]}, ${time}`}
        onClick={() => goToNode(tools, step.nodeId)}
      >
        <StatusGlyph status={status} size={12} />
        {isLoud && <span className="truncate">{title}</span>}
        {progress && status === "running" && (
          <>
            <span className="ml-auto tabular-nums">
              {progress.done} of {progress.total}
            </span>
            <i style={{ width: `${(progress.done / Math.max(1, progress.total)) * 100}%` }} />
          </>
        )}
      </button>
    </li>
  );
}

function StepTable({ steps }: { steps: Step[] }) {
  const tools = useTools();
  const all = useRun(({ run }) => run?.nodes ?? none);
  const state: EditorState = tools.editor.getState();
  const longest = Math.max(1, ...steps.map(({ run }) => run?.durationMs ?? 0));
  return (
    <div className="max-h-64 overflow-y-auto border-b border-line">
      <table className="w-full text-xs">
        <thead className="sr-only">
          <tr>
            <th>Step</th>
            <th>Result</th>
            <th>Time</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ nodeId, title, run }) => (
            <tr
              key={nodeId}
              className="h-[30px] border-b border-line last:border-0 hover:bg-hover"
              onClick={() => goToNode(tools, nodeId)}
            >
              <td className="w-56 max-w-56 truncate pr-3 pl-3.5">
                <span className="flex items-center gap-2">
                  <StatusGlyph status={run ? shownStatus(run) : "waiting"} />
                  <button type="button" className="truncate text-left">
                    {title}
                  </button>
                </span>
              </td>
              <td className="truncate pr-3 text-2">
                {run ? (run.failure?.message ?? statusText(state, nodeId, run, all)) : "Waits"}
              </td>
              <td className="w-60 pr-3.5">
                {run?.cached ? (
                  <span className="block text-right text-2 tabular-nums">
                    <RelativeTime time={new Date(run.cached.at)} />
                  </span>
                ) : (
                  <StepTime durationMs={run?.durationMs} longestMs={longest} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StepTime({ durationMs, longestMs }: { durationMs: number | undefined; longestMs: number }) {
  if (durationMs === undefined) return null;
  return (
    <span className="flex items-center gap-3">
      <span className="flex-1">
        <span className="block h-1.5 rounded-1 bg-bar-2" style={{ width: `${(durationMs / longestMs) * 100}%` }} />
      </span>
      <span className="w-16 text-right text-2 tabular-nums">{formatDuration(durationMs)}</span>
    </span>
  );
}

const none: Readonly<Record<string, NodeRunState>> = {};
