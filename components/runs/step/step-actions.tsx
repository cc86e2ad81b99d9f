"use client";
import { StepForward } from "lucide-react";
import { useMay } from "#components/shell/session-context";
import { IconButton } from "#components/ui/icon-button";
import type { RunState } from "#graph/run-events";
import { useAgain } from "../again/use-again.ts";
import type { StepRow } from "../step-row.ts";
import { isOver } from "../use-live-run.ts";

/** What can be done from one step of a run that is over. */
export function StepActions({ runId, step, run }: { runId: string; step: StepRow; run: RunState }) {
  const mayRun = useMay("runner");
  const { restart } = useAgain();
  // A workflow within runs as a whole: its own node can be started from, a step of it cannot.
  if (!mayRun || !isOver(run) || step.depth > 0) return null;
  return (
    <IconButton
      icon={StepForward}
      label="Restart from here: a new run, with this run's values above"
      disabled={restart.isPending || restart.isSuccess}
      onClick={() => restart.mutate({ runId, nodeId: step.nodeId })}
    />
  );
}
