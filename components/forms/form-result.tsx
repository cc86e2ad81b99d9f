"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink, RotateCcw, Square } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { useMay } from "#components/shell/session-context";
import { asServerError, useTRPC } from "#components/trpc";
import { Button, LinkButton } from "#components/ui/button";
import { ErrorState } from "#components/ui/error-state";
import { Icon } from "#components/ui/icon";
import { ProgressBar } from "#components/ui/progress-bar";
import { Loading, Skeleton } from "#components/ui/skeleton";
import { StatusLabel, statusWords } from "#components/ui/status-glyph";
import type { RunState } from "#graph/run-events";
import { definitions } from "#nodes/definitions";
import { FailurePanel } from "../runs/failure-panel";
import { outputsOf } from "../runs/outputs-of.ts";
import { PortValue } from "../runs/port-value";
import type { RunDetails } from "../runs/run-details.ts";
import { runGlyph } from "../runs/run-glyph.ts";
import { RunTime } from "../runs/run-time";
import { RunWait } from "../runs/run-wait";
import { type StepRow, stepRows } from "../runs/step-row.ts";
import { isOver, useLiveRun } from "../runs/use-live-run.ts";
import { formatCount } from "../ui/format-number.ts";
import { announce, showToast } from "../ui/toast-store.ts";
import { KeepItems, KeptRun } from "../workflow-tests/keep-items";
import { OutputDownload } from "./output-download";
import { progressOf } from "./run-progress.ts";

type Events = {
  /** Puts what the run was given into the form. */
  onAgain: (details: RunDetails) => void;
  onActive: (isActive: boolean) => void;
};

/** The run that the form shows: how far it is, what it gave, or why it failed. */
export function FormResult({ runId, ...events }: { runId: string } & Events) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.runs.get.queryOptions({ runId }, { refetchOnWindowFocus: false }));
  if (data) return <LiveResult key={runId} details={data} {...events} />;
  if (error) {
    return (
      <ErrorState title="The run cannot be shown" actions={<Button onClick={() => void refetch()}>Try again</Button>}>
        {asServerError(error)?.message ?? "The server did not answer."}
      </ErrorState>
    );
  }
  return (
    <Loading label="Loading the run" className="grid gap-3">
      <Skeleton className="h-6 w-40" />
      <Skeleton className="h-40" />
    </Loading>
  );
}

function LiveResult({ details, onAgain, onActive }: { details: RunDetails } & Events) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayRun = useMay("runner");
  const { run, isReconnecting } = useLiveRun(details.id, details);
  const steps = stepRows(details.graph, definitions, run, details);
  const failed = steps.findLast(({ status, node }) => status === "failed" && node.failure) ?? null;
  const failure = run.status === "failed" ? (run.failure ?? failed?.node.failure) : undefined;
  const over = isOver(run);

  const wasOver = useRef(over);
  useEffect(() => {
    onActive(!over);
    if (over && !wasOver.current) {
      announce(`Run ${details.number}: ${statusWords[runGlyph(run.status)]}`);
      // For the times that the server has recorded, here and in the list.
      void queryClient.invalidateQueries(trpc.runs.get.queryFilter({ runId: details.id }));
      void queryClient.invalidateQueries(trpc.runs.list.queryFilter());
    }
    wasOver.current = over;
  }, [over, run.status, details.id, details.number, onActive, queryClient, trpc]);

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-2">
        <span className="text-1">
          <StatusLabel status={runGlyph(run.status)}>
            {run.isCancelling && run.status === "running" ? "Cancelling" : statusWords[runGlyph(run.status)]}{" "}
            <RunTime run={run} recorded={details} />
          </StatusLabel>
        </span>
        {isReconnecting && <span>Connection lost, trying again</span>}
        <Link
          href={`/runs/${details.id}`}
          className="ml-auto inline-flex min-h-6 items-center gap-1.5 text-xs text-2 underline decoration-(--border-strong) underline-offset-3 hover:text-1"
        >
          Open run {formatCount(details.number)}
          <Icon icon={ExternalLink} size={12} />
        </Link>
      </p>
      {!over && <Progress details={details} run={run} steps={steps} mayCancel={mayRun} />}
      {failure && (
        <FailurePanel
          failure={failure}
          title={failed ? `The step “${failed.title}” failed` : "The run failed"}
          action={
            <LinkButton size="sm">
              <Link
                href={failed ? `/runs/${details.id}?step=${encodeURIComponent(failed.nodeId)}` : `/runs/${details.id}`}
              >
                See where it failed
              </Link>
            </LinkButton>
          }
        />
      )}
      <Outputs details={details} run={run} />
      {over && mayRun && (
        <div>
          <Button icon={RotateCcw} onClick={() => onAgain(details)}>
            Replay with changes
          </Button>
        </div>
      )}
    </div>
  );
}

function Progress({
  details,
  run,
  steps,
  mayCancel,
}: {
  details: RunDetails;
  run: RunState;
  steps: readonly StepRow[];
  mayCancel: boolean;
}) {
  const trpc = useTRPC();
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onError: (error) => showToast({ tone: "failed", title: "The run goes on", description: error.message }),
    }),
  );
  const isCancelling = run.isCancelling || cancel.isPending || cancel.isSuccess;
  const { words, fraction } = progressOf(steps, run.status);
  return (
    <div
      data-status="running"
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 rounded-3 border border-line bg-node px-3.5 py-3"
    >
      <p className="min-w-0 truncate tabular-nums" aria-live="polite">
        {words}
      </p>
      {mayCancel && (
        <Button icon={Square} isBusy={isCancelling} onClick={() => cancel.mutate({ runId: details.id })}>
          {isCancelling ? "Cancelling" : "Cancel"}
        </Button>
      )}
      <ProgressBar label="Steps that are done" fraction={fraction} className="col-span-2" />
      {run.status === "queued" && (
        <div className="col-span-2 empty:hidden">
          <RunWait runId={details.id} />
        </div>
      )}
      {run.status === "waiting" && (
        <p className="col-span-2 text-xs text-2">
          It goes on once somebody answers: <Link href="/approvals">Approvals</Link>.
        </p>
      )}
    </div>
  );
}

function Outputs({ details, run }: { details: RunDetails; run: RunState }) {
  const outputs = outputsOf(details.graph, run);
  if (outputs.length === 0) {
    if (!isOver(run) || run.status === "failed") return null;
    return (
      <p className="text-2">
        {run.status === "cancelled"
          ? "Nothing was given out before it was cancelled. The run has what its steps came to."
          : "Nothing was given out. The run has what its steps came to."}
      </p>
    );
  }
  return (
    <KeptRun details={details} run={run}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {outputs.map(({ name, record, overImage, from }) => (
          <KeepItems key={name} from={from}>
            <PortValue
              label={name}
              record={record}
              overImage={overImage}
              action={<OutputDownload name={name} record={record} />}
            />
          </KeepItems>
        ))}
      </div>
    </KeptRun>
  );
}
