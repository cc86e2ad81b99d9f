"use client";
import { useState } from "react";
import { NodeIcon } from "#components/editor/node-icon";
import { StatusGlyph, statusWords } from "#components/ui/status-glyph";
import type { NodeRunState, RunState } from "#graph/run-events";
import { classes } from "../ui/classes.ts";
import { formatDuration } from "../ui/format-duration.ts";
import { formatRelative } from "../ui/format-time.ts";
import { formatCount } from "../ui/format-number.ts";
import { rowKeys } from "../ui/list-keys.ts";
import { cachedSentence } from "./reuse-words.ts";
import type { StepRow } from "./step-row.ts";
import { placeOf, type Span, spanOf, ticksOf } from "./timeline.ts";
import { isOver } from "./use-live-run.ts";
import { useNow } from "./use-now.ts";

/** For each workflow that a step is in. */
const INDENT_PX = 20;

/** The steps in order with what came out of each, when each ran, and for how long. Choosing one chooses it on the canvas too. */
export function RunSteps({
  run,
  steps,
  chosenId,
  onChoose,
}: {
  run: RunState;
  steps: readonly StepRow[];
  chosenId: string | null;
  onChoose: (nodeId: string | null) => void;
}) {
  const now = useNow({ everyMs: 200, isTicking: run.status === "running" });
  const span = spanOf(run, isOver(run) ? null : now);
  // What was cut off has no duration of its own.
  const cutAt = run.finishedAt ?? now;
  return (
    <table className="w-full border-separate border-spacing-0 text-xs">
      <thead>
        <tr className="text-left text-3 *:sticky *:top-0 *:z-10 *:h-[30px] *:whitespace-nowrap *:border-b *:border-line *:bg-panel *:px-2.5 *:font-medium">
          <th scope="col" className="w-52 pl-6! max-sm:w-auto max-sm:pl-4!">
            Step
          </th>
          <th scope="col" className="w-44 max-sm:hidden">
            What came out
          </th>
          <th scope="col" className="max-md:hidden">
            <span className="sr-only">When it ran</span>
            {span && <Axis span={span} />}
          </th>
          <th scope="col" className="w-20 pr-6! text-right max-sm:pr-4!">
            Duration
          </th>
        </tr>
      </thead>
      <tbody data-rows>
        {steps.map((step) => (
          <tr
            key={step.nodeId}
            data-chosen={step.nodeId === chosenId || undefined}
            className="group relative hover:bg-hover data-chosen:bg-selected *:h-[34px] *:whitespace-nowrap *:border-b *:border-line *:px-2.5 pointer-coarse:*:h-11"
          >
            <td className="pl-6! max-sm:pl-4!">
              <span className="flex min-w-0 items-center gap-2" style={{ paddingLeft: step.depth * INDENT_PX }}>
                <StatusGlyph status={step.status} />
                <span className="text-3">
                  <NodeIcon name={step.icon} />
                </span>
                <button
                  type="button"
                  {...rowKeys}
                  aria-pressed={step.nodeId === chosenId}
                  onClick={() => onChoose(step.nodeId === chosenId ? null : step.nodeId)}
                  className="min-w-0 max-w-44 truncate font-medium after:absolute after:inset-0"
                >
                  {step.title}
                  <span className="sr-only">, {statusWords[step.status]}</span>
                </button>
                {step.node.items !== undefined && (
                  <span className="tabular-nums text-3">×{formatCount(step.node.items)}</span>
                )}
              </span>
            </td>
            <td className="max-w-44 truncate text-2 max-sm:hidden" title={step.words}>
              {step.words}
            </td>
            <td className="max-md:hidden">{span && <Track span={span} step={step} cutAt={cutAt} />}</td>
            <td className="pr-6! text-right tabular-nums text-2 max-sm:pr-4!">
              <StepTime node={step.node} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How long the step took; of a cached one, how old its result is. */
function StepTime({ node }: { node: NodeRunState }) {
  const [now] = useState(() => new Date());
  if (node.cached) {
    return (
      <span
        title={cachedSentence(node.cached, now)}
        data-status="cached"
        className="text-state"
        suppressHydrationWarning
      >
        {formatRelative(new Date(node.cached.at), now)}
      </span>
    );
  }
  return node.durationMs === undefined ? null : formatDuration(node.durationMs);
}

function Axis({ span }: { span: Span }) {
  return (
    <span aria-hidden className="relative block h-4">
      {ticksOf(span).map((tick) => (
        <span
          key={tick}
          className="absolute -translate-x-1/2 text-2xs font-normal tabular-nums first:translate-x-0"
          style={{ left: `${(tick / (span.toMs - span.fromMs)) * 100}%` }}
        >
          {tick === 0 ? "0" : formatDuration(tick).replace(".0 ", " ")}
        </span>
      ))}
    </span>
  );
}

function Track({ span, step, cutAt }: { span: Span; step: StepRow; cutAt: number | null }) {
  const { startedAt, durationMs } = step.node;
  return (
    <span aria-hidden className="relative -my-2.5 block h-[34px]">
      {ticksOf(span).map((tick) => (
        <span
          key={tick}
          className="absolute inset-y-0 w-px bg-line"
          style={{ left: `${(tick / (span.toMs - span.fromMs)) * 100}%` }}
        />
      ))}
      {startedAt !== undefined && (
        <Bar
          place={placeOf(span, startedAt, durationMs ?? (cutAt === null ? 0 : cutAt - startedAt))}
          status={step.status}
        />
      )}
    </span>
  );
}

function Bar({ place, status }: { place: { left: number; width: number }; status: StepRow["status"] }) {
  const look =
    status === "running" ? "bg-accent" : status === "failed" ? "bg-danger" : "bg-bar group-data-chosen:bg-ink";
  return (
    <span
      className={classes("absolute top-[11px] h-3 min-w-[2px] rounded-[2px]", look)}
      style={{ left: `${place.left * 100}%`, width: `${place.width * 100}%` }}
    />
  );
}
