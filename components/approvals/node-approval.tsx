"use client";
import { Check, X } from "lucide-react";
import { useRun } from "#components/editor/canvas/canvas-context";
import { useSession } from "#components/shell/session-context";
import { Button } from "#components/ui/button";
import type { StepWait } from "#graph/waits";
import { hasRole } from "../shell/roles.ts";
import { useAnswerApproval } from "./use-answer-approval.ts";

/** Approve and Reject on a node that asks: for all of its items at once. Looking closer, and a note, are for the panel. */
export function NodeApproval({ id, title }: { id: string; title: string }) {
  const runId = useRun((state) => state.runId);
  const waits = useRun(({ run }) => (run?.nodes[id]?.status === "paused" ? run.nodes[id].waits : undefined));
  // Almost no node asks: the rest is not for the other thousand.
  return runId && waits ? <Answers nodeId={id} title={title} runId={runId} waits={waits} /> : null;
}

function Answers({
  nodeId,
  title,
  runId,
  waits,
}: {
  nodeId: string;
  title: string;
  runId: string;
  waits: readonly StepWait[];
}) {
  const { role } = useSession();
  const answer = useAnswerApproval();
  const questions = waits.filter((wait) => wait.kind === "approval");
  const [first] = questions;
  if (!first || !hasRole(role, first.role)) return null;
  const all = questions.length > 1 ? ` all ${questions.length}` : "";
  const isBusy = answer.isPending || answer.isSuccess;
  return (
    <div className="nodrag flex flex-wrap gap-1 px-1.5 pb-1.5">
      <Button
        size="sm"
        icon={Check}
        isBusy={isBusy}
        aria-label={`Approve${all}: ${title}`}
        onClick={() => answer.mutate({ runId, nodeId, decision: "approved" })}
      >
        Approve{all}
      </Button>
      <Button
        size="sm"
        icon={X}
        isBusy={isBusy}
        aria-label={`Reject${all}: ${title}`}
        onClick={() => answer.mutate({ runId, nodeId, decision: "rejected" })}
      >
        Reject{all}
      </Button>
    </div>
  );
}
