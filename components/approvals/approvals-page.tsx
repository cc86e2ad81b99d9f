"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "#components/shell/page-header";
import { asServerError, type RouterOutputs, useTRPC } from "#components/trpc";
import { Button, LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { ErrorState } from "#components/ui/error-state";
import { formatCount, formatQuantity } from "../ui/format-number.ts";
import { ApprovalCard } from "./approval-card";
import type { Answer, OpenApproval } from "./approval-data.ts";
import { groupApprovals } from "./group-approvals.ts";
import { useAnswerApproval } from "./use-answer-approval.ts";

const LOOK_EVERY_MS = 5_000;

/** Every question of the workspace that waits for an answer, the oldest first. */
export function ApprovalsPage({ initial }: { initial: RouterOutputs["approvals"]["list"] }) {
  const trpc = useTRPC();
  const list = useQuery(
    trpc.approvals.list.queryOptions(undefined, {
      initialData: initial,
      refetchInterval: LOOK_EVERY_MS,
      placeholderData: keepPreviousData,
    }),
  );
  const { items, total } = list.data;
  return (
    <>
      <PageHeader
        title="Approvals"
        facts={total > 0 && <span className="tabular-nums">{formatCount(total)} to answer</span>}
      />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-6 py-4 max-sm:px-4">
        {list.isError ? (
          <ErrorState
            isAligned
            title="The approvals could not be loaded"
            actions={
              <Button variant="primary" onClick={() => void list.refetch()}>
                Try again
              </Button>
            }
          >
            {asServerError(list.error)?.message ?? "The server did not answer."}
          </ErrorState>
        ) : items.length === 0 ? (
          <EmptyState
            icon={CircleCheck}
            title="Nothing waits for an answer"
            actions={
              <LinkButton>
                <Link href="/runs">Go to the runs</Link>
              </LinkButton>
            }
          >
            A run that comes to a node “Wait for approval” asks here, and goes on with the answer.
          </EmptyState>
        ) : (
          <div data-rows className="mx-auto grid w-full max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">
            {groupApprovals(items).map((group) => (
              <ApprovalGroup key={`${group[0]!.runId} ${group[0]!.nodeId}`} approvals={group} />
            ))}
            {total > items.length && (
              <p className="text-center text-xs text-3">
                {formatQuantity(total - items.length, "more question")} will show once these are answered.
              </p>
            )}
          </div>
        )}
      </div>
    </>
  );
}

/** What one step asks: a card for each item, and, for a list, all of them at once. */
function ApprovalGroup({ approvals }: { approvals: OpenApproval[] }) {
  const answer = useAnswerApproval();
  const [first] = approvals;
  const { runId, nodeId, mayAnswer } = first!;
  const busyItem = answer.isPending ? answer.variables.item : null;
  const answerAll = (decision: Answer["decision"]) => answer.mutate({ runId, nodeId, decision });
  return (
    <section aria-label={first!.nodeTitle} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {approvals.length > 1 && (
        <header className="flex flex-wrap items-center gap-2">
          <h2 className="mr-auto">
            {first!.nodeTitle} <span className="font-normal text-3">{formatQuantity(approvals.length, "item")}</span>
          </h2>
          {mayAnswer && (
            <>
              <Button isBusy={busyItem === undefined} onClick={() => answerAll("approved")}>
                Approve all {approvals.length}
              </Button>
              <Button isBusy={busyItem === undefined} onClick={() => answerAll("rejected")}>
                Reject all {approvals.length}
              </Button>
            </>
          )}
        </header>
      )}
      {approvals.map((approval) => (
        <ApprovalCard
          key={approval.item}
          approval={approval}
          isBusy={busyItem === undefined || busyItem === approval.item}
          onAnswer={(given) => answer.mutate({ runId, nodeId, item: approval.item, ...given })}
        />
      ))}
    </section>
  );
}
