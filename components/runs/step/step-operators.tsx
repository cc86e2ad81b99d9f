"use client";
import { Timer } from "lucide-react";
import { useMay } from "#components/shell/session-context";
import { Button } from "#components/ui/button";
import type { NodeRunState, RunState } from "#graph/run-events";
import { useAgain } from "../again/use-again.ts";
import { OperatorTimes } from "../operator-times";
import { phasesText } from "../timeline/bar-words.ts";
import { isOver } from "../use-live-run.ts";

/** Where the time of the step's models went: their operators, or, where those were not timed, the way to that. */
export function StepOperators({ node, run, runId }: { node: NodeRunState; run: RunState; runId: string | undefined }) {
  const mayRun = useMay("runner");
  const { replay } = useAgain();
  if (node.profiles) return <OperatorTimes profiles={node.profiles} />;
  return (
    <div className="grid justify-items-start gap-3 px-4 py-3 text-xs">
      <p className="tabular-nums text-2">{phasesText(node).join(" · ")}</p>
      <p className="text-3">The operators of its models were not timed in this run.</p>
      {runId && mayRun && isOver(run) && (
        <Button
          size="sm"
          icon={Timer}
          isBusy={replay.isPending || replay.isSuccess}
          onClick={() => replay.mutate({ runId, profile: true })}
        >
          Replay and time operators
        </Button>
      )}
    </div>
  );
}
