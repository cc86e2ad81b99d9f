"use client";
import Link from "next/link";
import { RelativeTime } from "#components/ui/relative-time";
import { ValuePreview } from "#components/runs/value-preview";
import { formatCount } from "../ui/format-number.ts";
import { answerKeys } from "./answer-keys.ts";
import { ApprovalAnswer } from "./approval-answer";
import type { Answer, OpenApproval } from "./approval-data.ts";
import { DueTime } from "./due-time";
import { itemWords } from "./item-words.ts";

/** One question: what is asked, the value that is to be judged, where it comes from, and the answer. */
export function ApprovalCard({
  approval,
  isBusy,
  onAnswer,
}: {
  approval: OpenApproval;
  isBusy: boolean;
  onAnswer: (answer: Answer) => void;
}) {
  const { message, value, item, nodeTitle, workflowTitle, runId, runNumber, createdAt, dueAt } = approval;
  const place = itemWords(item);
  const question = place ? `${message} (${place})` : message;
  return (
    <article
      aria-label={question}
      {...answerKeys}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 rounded-3 border border-line bg-node p-4 focus-visible:border-ink"
    >
      <header className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="min-w-0 text-md font-strong whitespace-pre-wrap wrap-anywhere">{message}</h2>
        {place && <span className="text-xs text-2 tabular-nums">{place}</span>}
        <p className="ml-auto flex min-w-0 flex-wrap gap-x-2 text-xs text-3">
          {dueAt && <DueTime dueAt={dueAt} />}
          <RelativeTime time={createdAt} />
        </p>
        <p className="w-full min-w-0 text-xs text-2 wrap-anywhere">
          {nodeTitle} in {workflowTitle},{" "}
          <Link href={`/runs/${runId}`} className="tabular-nums">
            run {formatCount(runNumber)}
          </Link>
        </p>
      </header>
      <div className="max-h-96 min-w-0 overflow-auto">
        <ValuePreview record={value} size="panel" />
      </div>
      <ApprovalAnswer {...approval} question={question} isBusy={isBusy} hasKeys onAnswer={onAnswer} />
    </article>
  );
}
