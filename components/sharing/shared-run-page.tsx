"use client";
import { useState } from "react";
import { Mark } from "#components/shell/mark";
import { TRPCProvider } from "#components/trpc";
import { Badge } from "#components/ui/badge";
import { StatusLabel, statusWords } from "#components/ui/status-glyph";
import { contentUrlsAt } from "../runs/artifact-url.ts";
import { ContentUrlsProvider } from "../runs/content-urls-context.tsx";
import { useRewind } from "../runs/rewind/use-rewind.ts";
import type { RunShown } from "../runs/run-details.ts";
import { runGlyph } from "../runs/run-glyph.ts";
import { RunTime } from "../runs/run-time";
import { RunView } from "../runs/run-view";
import { useLiveRun } from "../runs/use-live-run.ts";
import { formatCount } from "../ui/format-number.ts";
import { EndTime } from "./end-time";

type Shared = { details: RunShown; expiresAt: Date | null };

/** A run as whoever has the link sees it. Everything below is read over the link, whoever is signed in in this browser. */
export function SharedRunPage({ token, ...shared }: Shared & { token: string }) {
  const base = `/api/share/${token}`;
  const [urls] = useState(() => contentUrlsAt(`${base}/artifacts`));
  return (
    <TRPCProvider url={`${base}/trpc`}>
      <ContentUrlsProvider urls={urls}>
        <SharedRun {...shared} />
      </ContentUrlsProvider>
    </TRPCProvider>
  );
}

function SharedRun({ details, expiresAt }: Shared) {
  const rewind = useRewind(details.id);
  const { run: live, isReconnecting } = useLiveRun(details.id, details, rewind.take);
  return (
    <main className="relative flex h-dvh min-w-0 flex-col overflow-clip bg-canvas">
      <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-panel px-6 py-2.5 max-sm:px-4">
        <Mark />
        <h1 className="min-w-0 truncate">{details.workflowTitle}</h1>
        <div className="flex min-w-0 flex-wrap items-center gap-2 whitespace-nowrap text-3">
          <span className="tabular-nums">Run {formatCount(details.number)}</span>
          <span className="text-1">
            <StatusLabel status={runGlyph(live.status)}>
              {statusWords[runGlyph(live.status)]} <RunTime run={live} recorded={details} />
            </StatusLabel>
          </span>
          <Badge>v{details.version}</Badge>
          {isReconnecting && <span>Connection lost, trying again</span>}
        </div>
        <p className="ml-auto text-xs text-3">
          Shared with you to look at
          {expiresAt && (
            <>
              ; the link ends <EndTime time={expiresAt} />
            </>
          )}
        </p>
      </header>
      <RunView details={details} live={live} rewind={rewind} />
    </main>
  );
}
