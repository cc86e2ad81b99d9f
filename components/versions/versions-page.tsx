"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, RotateCcw } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import type { Graph } from "#graph/schema";
import { useTRPC } from "#components/trpc";
import { Button, LinkButton } from "#components/ui/button";
import { ErrorState } from "#components/ui/error-state";
import { Icon } from "#components/ui/icon";
import { Loading, Skeleton } from "#components/ui/skeleton";
import { GraphView } from "../editor/canvas/graph-view.tsx";
import { OfflineBar } from "../shell/offline-bar.tsx";
import { useMay } from "../shell/session-context.tsx";
import { useComparedGraphs } from "./compared-graphs.tsx";
import { askForRestore } from "./pending-restore.ts";
import { VersionList } from "./version-list.tsx";
import { readShownVersions, versionsHref } from "./version-url.ts";
import type { ShownVersions } from "./version-url.ts";

type Props = { workflowId: string; title: string; newest: number };

/** The history of a workflow: its saves beside the canvas, which shows one of them, or what differs between two. */
export function VersionsPage({ workflowId, title, newest }: Props) {
  const shown = readShownVersions(useSearchParams()) ?? { kind: "one" as const, version: newest };
  /** The history of the browser keeps what was looked at; the server is not asked for the page again. */
  const show = (next: ShownVersions) => window.history.pushState(null, "", versionsHref(workflowId, next));
  return (
    <div className="flex h-dvh flex-col bg-panel">
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-3">
        <LinkButton size="sm" variant="quiet">
          <Link href={`/workflows/${workflowId}`} className="no-underline">
            <Icon icon={ArrowLeft} size={14} />
            Back to the editor
          </Link>
        </LinkButton>
        <h1 className="min-w-0 flex-1 truncate text-sm tracking-normal">
          {title}
          <span className="ml-2 font-normal text-3">
            {shown.kind === "one" ? `Version ${shown.version}` : `From version ${shown.before} to ${shown.after}`}
          </span>
        </h1>
        <RestoreButton
          workflowId={workflowId}
          version={shown.kind === "one" ? shown.version : shown.before}
          newest={newest}
        />
      </header>
      <OfflineBar />
      <Shown workflowId={workflowId} shown={shown}>
        <VersionList workflowId={workflowId} shown={shown} onShow={show} />
      </Shown>
    </div>
  );
}

/** The canvas, and beside it what differs and the list of versions. */
function Shown({
  workflowId,
  shown,
  children,
}: {
  workflowId: string;
  shown: ShownVersions;
  children: React.ReactNode;
}) {
  const first = useVersion(workflowId, shown.kind === "one" ? shown.version : shown.before);
  const second = useVersion(workflowId, shown.kind === "one" ? shown.version : shown.after);
  const error = first.error ?? second.error;
  if (error) {
    return (
      <Panes side={children}>
        <ErrorState title="This version cannot be shown">{error.message}</ErrorState>
      </Panes>
    );
  }
  if (!first.data || !second.data) {
    return (
      <Panes side={children}>
        <Loading label="Loading the version" className="p-6">
          <Skeleton className="h-40 w-full" />
        </Loading>
      </Panes>
    );
  }
  if (shown.kind === "one") {
    return (
      <Panes side={children}>
        <GraphView key={shown.version} graph={first.data.graph} hasMinimap />
      </Panes>
    );
  }
  return (
    <Compared key={versionsHref(workflowId, shown)} before={first.data.graph} after={second.data.graph}>
      {children}
    </Compared>
  );
}

function Compared({ before, after, children }: { before: Graph; after: Graph; children: React.ReactNode }) {
  const { canvas, list } = useComparedGraphs(before, after);
  return (
    <Panes
      side={
        <>
          <div className="max-h-[50%] shrink-0 overflow-y-auto border-b border-line p-3">{list}</div>
          {children}
        </>
      }
    >
      {canvas}
    </Panes>
  );
}

function Panes({ side, children }: { side: React.ReactNode; children: React.ReactNode }) {
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_320px] grid-rows-[minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)] max-md:grid-rows-[minmax(0,1fr)_minmax(0,1fr)]">
      <main className="min-h-0 min-w-0">{children}</main>
      <aside
        aria-label="Versions"
        className="flex min-h-0 flex-col border-l border-line max-md:border-t max-md:border-l-0"
      >
        {side}
      </aside>
    </div>
  );
}

/** Goes back to a version in the editor, as one step of undo that is saved as the next version. */
function RestoreButton({ workflowId, version, newest }: { workflowId: string; version: number; newest: number }) {
  const router = useRouter();
  const mayEdit = useMay("editor");
  const { data } = useVersion(workflowId, version);
  if (!mayEdit || version === newest) return null;
  return (
    <Button
      variant="primary"
      icon={RotateCcw}
      disabled={!data}
      onClick={() => {
        if (!data) return;
        askForRestore(workflowId, data);
        router.push(`/workflows/${workflowId}`);
      }}
    >
      Restore version {version}
    </Button>
  );
}

/** A version's graph never changes, so it is asked for once. */
function useVersion(workflowId: string, version: number) {
  const trpc = useTRPC();
  return useQuery(
    trpc.workflows.version.queryOptions({ workflowId, version }, { staleTime: Number.POSITIVE_INFINITY }),
  );
}
