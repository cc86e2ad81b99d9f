"use client";
import { useMutation } from "@tanstack/react-query";
import {
  Download,
  Ellipsis,
  FlaskConical,
  FileArchive,
  GitCompare,
  GitFork,
  History,
  Play,
  RotateCcw,
  Settings2,
  Share2,
  Square,
  Timer,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMay } from "#components/shell/session-context";
import { useTRPC } from "#components/trpc";
import { AheadLink } from "#components/ui/ahead-link";
import { Badge } from "#components/ui/badge";
import { Button, LinkButton } from "#components/ui/button";
import { IconButton } from "#components/ui/icon-button";
import { lazyDialog } from "#components/ui/lazy-dialog";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import type { RunState } from "#graph/run-events";
import { compareHref, compareWithBefore } from "../compare/compare-url.ts";
import { classes } from "../ui/classes.ts";
import { showToast } from "../ui/toast-store.ts";
import { useAgain } from "./again/use-again.ts";
import type { RunDetails } from "./run-details.ts";
import { StarButton } from "./star/star-button";
import { isOver } from "./use-live-run.ts";

const KeepTestDialog = lazyDialog(async () => (await import("../workflow-tests/keep-test-dialog.tsx")).KeepTestDialog);
const ShareDialog = lazyDialog(async () => (await import("../sharing/share-dialog")).ShareDialog);
const ReplayDialog = lazyDialog(async () => (await import("./again/replay-dialog")).ReplayDialog);

/** Cancel while it runs, the ways on from it afterwards, and the way to the workflow. */
export function RunActions({ details, run }: { details: RunDetails; run: RunState }) {
  const trpc = useTRPC();
  const router = useRouter();
  const mayRun = useMay("runner");
  const mayEdit = useMay("editor");
  const { retry, replay, fork } = useAgain();
  const [isReplaying, setReplaying] = useState(false);
  const [isKeeping, setKeeping] = useState(false);
  const [isSharing, setSharing] = useState(false);
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onError: (error) => showToast({ tone: "failed", title: "The run was not cancelled", description: error.message }),
    }),
  );
  const { id: runId } = details;
  const over = isOver(run);
  const isCancelling = run.isCancelling || cancel.isPending || (cancel.isSuccess && !over);
  const isRetriable = run.status === "failed" || run.status === "cancelled";
  return (
    <>
      {mayRun ? (
        <StarButton run={details} onDone={() => router.refresh()} />
      ) : (
        details.isStarred && <Badge isOutlined>Starred</Badge>
      )}
      {mayRun && !over && (
        <Button icon={Square} isBusy={isCancelling} onClick={() => cancel.mutate({ runId })}>
          {isCancelling ? "Cancelling" : "Cancel"}
        </Button>
      )}
      {mayRun && isRetriable && (
        <Button icon={RotateCcw} isBusy={retry.isPending || retry.isSuccess} onClick={() => retry.mutate({ runId })}>
          Retry
        </Button>
      )}
      {mayRun && over && (
        <Button icon={Play} isBusy={replay.isPending || replay.isSuccess} onClick={() => replay.mutate({ runId })}>
          <span className={classes(isRetriable && "max-sm:sr-only")}>Replay</span>
        </Button>
      )}
      {mayEdit && run.status === "succeeded" && details.part.kind === "all" && (
        <IconButton icon={FlaskConical} label="Keep as a test" onClick={() => setKeeping(true)} />
      )}
      {mayEdit && (
        <Button icon={Share2} onClick={() => setSharing(true)}>
          <span className="max-sm:sr-only">Share</span>
        </Button>
      )}
      <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
        {mayRun && over && (
          <>
            <MenuItem icon={Settings2} onSelect={() => setReplaying(true)}>
              Replay with changes…
            </MenuItem>
            <MenuItem icon={Timer} onSelect={() => replay.mutate({ runId, profile: true })}>
              Replay and time operators
            </MenuItem>
          </>
        )}
        {mayEdit && (
          <MenuItem icon={GitFork} onSelect={() => fork.mutate({ runId })}>
            Fork into the editor
          </MenuItem>
        )}
        {(mayEdit || (mayRun && over)) && <MenuSeparator />}
        <MenuItem icon={History} onSelect={() => router.push(compareWithBefore(runId))}>
          Compare with the run before
        </MenuItem>
        <MenuItem icon={GitCompare} onSelect={() => router.push(compareHref(null, runId))}>
          Compare with…
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={Download} onSelect={() => location.assign(`/api/runs/${runId}/trace`)}>
          Download trace
        </MenuItem>
        {over && (
          <MenuItem icon={FileArchive} onSelect={() => location.assign(`/api/runs/${runId}/archive`)}>
            Download run (.zip)
          </MenuItem>
        )}
      </Menu>
      <LinkButton variant="primary">
        <AheadLink href={`/workflows/${details.workflowId}`}>
          <span>
            <span className="max-sm:sr-only">Open in the </span>
            <span className="max-sm:inline-block max-sm:first-letter:uppercase">editor</span>
          </span>
        </AheadLink>
      </LinkButton>
      {isKeeping && <KeepTestDialog details={details} run={run} onClose={() => setKeeping(false)} />}
      {isSharing && <ShareDialog runId={runId} onClose={() => setSharing(false)} />}
      {isReplaying && <ReplayDialog details={details} onClose={() => setReplaying(false)} />}
    </>
  );
}
