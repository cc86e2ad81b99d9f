"use client";
import { useMutation } from "@tanstack/react-query";
import { Download, Ellipsis, RotateCcw, Square, Timer } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMay } from "#components/shell/session-context";
import { useTRPC } from "#components/trpc";
import { Button, LinkButton } from "#components/ui/button";
import { IconButton } from "#components/ui/icon-button";
import { Menu, MenuItem } from "#components/ui/menu";
import type { RunState } from "#graph/run-events";
import { showToast } from "../ui/toast-store.ts";
import type { RunDetails } from "./run-details.ts";
import { isOver } from "./use-live-run.ts";

/** Cancel while it runs, Run again afterwards, a menu of what is needed more seldom, and the way to the workflow. */
export function RunActions({ details, run }: { details: RunDetails; run: RunState }) {
  const trpc = useTRPC();
  const router = useRouter();
  const mayRun = useMay("runner");
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onError: (error) => showToast({ tone: "failed", title: "The run was not cancelled", description: error.message }),
    }),
  );
  const again = useMutation(
    trpc.runs.again.mutationOptions({
      onSuccess: ({ runId }) => router.push(`/runs/${runId}`),
      onError: (error) => showToast({ tone: "failed", title: "The run was not started", description: error.message }),
    }),
  );
  const isCancelling = run.isCancelling || cancel.isPending || (cancel.isSuccess && !isOver(run));
  return (
    <>
      {mayRun && !isOver(run) && (
        <Button icon={Square} isBusy={isCancelling} onClick={() => cancel.mutate({ runId: details.id })}>
          {isCancelling ? "Cancelling" : "Cancel"}
        </Button>
      )}
      {mayRun && isOver(run) && (
        <Button
          icon={RotateCcw}
          isBusy={again.isPending || again.isSuccess}
          onClick={() => again.mutate({ runId: details.id })}
        >
          Run again
        </Button>
      )}
      <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
        <MenuItem icon={Download} onSelect={() => location.assign(`/api/runs/${details.id}/trace`)}>
          Download trace
        </MenuItem>
        {mayRun && isOver(run) && (
          <MenuItem icon={Timer} onSelect={() => again.mutate({ runId: details.id, profile: true })}>
            Run again and time operators
          </MenuItem>
        )}
      </Menu>
      <LinkButton variant="primary">
        <Link href={`/workflows/${details.workflowId}`}>Open in the editor</Link>
      </LinkButton>
    </>
  );
}
