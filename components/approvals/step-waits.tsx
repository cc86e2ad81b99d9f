"use client";
import { useQuery } from "@tanstack/react-query";
import { CirclePause } from "lucide-react";
import { ValuePreview } from "#components/runs/value-preview";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { RelativeTime } from "#components/ui/relative-time";
import { StatusLabel } from "#components/ui/status-glyph";
import { ApprovalAnswer } from "./approval-answer";
import type { Answer, RunApproval, RunWait } from "./approval-data.ts";
import { DueTime } from "./due-time";
import { itemWords } from "./item-words.ts";
import { useAnswerApproval } from "./use-answer-approval.ts";

const LOOK_EVERY_MS = 5_000;

/** What a step asked people, with the answers; where there is none yet, it is given here. Nothing for steps that asked nothing. */
export function StepWaits({ runId, nodeId, isPaused }: { runId: string; nodeId: string; isPaused: boolean }) {
  const trpc = useTRPC();
  const answer = useAnswerApproval();
  const { data, isError, refetch } = useQuery(
    trpc.approvals.ofRun.queryOptions({ runId }, { refetchInterval: isPaused ? LOOK_EVERY_MS : false }),
  );
  if (isError) {
    return (
      <p role="alert" className="flex items-center gap-2 px-4 pb-3 text-xs text-danger">
        What this step asks could not be loaded.
        <Button size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  const waits = (data ?? []).filter((wait) => wait.nodeId === nodeId && isApproval(wait)) as RunApproval[];
  const open = isPaused ? waits.filter((wait) => wait.answer === null) : [];
  const answered = waits.filter((wait) => wait.answer !== null);
  if (open.length + answered.length === 0) return null;
  const busyItem = answer.isPending ? answer.variables.item : null;
  const answerAll = (decision: Answer["decision"]) => answer.mutate({ runId, nodeId, decision });
  return (
    <section
      aria-label="Questions of this step"
      className="grid max-h-[50%] shrink-0 grid-cols-[minmax(0,1fr)] gap-2 overflow-y-auto px-4 pb-3"
    >
      {open.length > 1 && open[0]!.mayAnswer && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" isBusy={busyItem === undefined} onClick={() => answerAll("approved")}>
            Approve all {open.length}
          </Button>
          <Button size="sm" isBusy={busyItem === undefined} onClick={() => answerAll("rejected")}>
            Reject all {open.length}
          </Button>
        </div>
      )}
      {open.map((wait) => (
        <div
          key={wait.item}
          data-status="paused"
          className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 rounded-3 bg-state-soft p-3"
        >
          <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <Icon icon={CirclePause} className="self-center text-state" />
            <span className="min-w-0 font-strong whitespace-pre-wrap wrap-anywhere">{wait.message}</span>
            <span className="text-xs text-2">{itemWords(wait.item)}</span>
            {wait.dueAt && <DueTime dueAt={wait.dueAt} />}
          </p>
          <div className="max-h-56 min-w-0 overflow-auto">
            <ValuePreview record={wait.value} size="panel" />
          </div>
          <ApprovalAnswer
            {...wait}
            question={[wait.message, itemWords(wait.item)].filter(Boolean).join(", ")}
            isBusy={busyItem === undefined || busyItem === wait.item}
            onAnswer={(given) => answer.mutate({ runId, nodeId, item: wait.item, ...given })}
          />
        </div>
      ))}
      {answered.map((wait) => (
        <AnsweredWait key={wait.item} wait={wait} />
      ))}
    </section>
  );
}

function AnsweredWait({ wait }: { wait: RunApproval }) {
  const { answer, answeredAt, answeredByName, note, item } = wait;
  const words = answer === "due" ? "Nobody answered in time" : `${answeredByName ?? "Somebody"} ${answer} this`;
  return (
    <p className="flex min-w-0 flex-wrap gap-x-2 text-xs text-2">
      <StatusLabel status={answer === "approved" ? "succeeded" : "warned"}>{words}</StatusLabel>
      {item && <span className="text-3">{itemWords(item)}</span>}
      {answeredAt && (
        <span className="text-3">
          <RelativeTime time={answeredAt} />
        </span>
      )}
      {note && <span className="w-full wrap-anywhere">“{note}”</span>}
    </p>
  );
}

function isApproval(wait: RunWait): wait is RunApproval {
  return wait.kind === "approval";
}
