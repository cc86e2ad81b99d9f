"use client";
import { Layers } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import { Badge } from "#components/ui/badge";
import { EmptyState } from "#components/ui/empty-state";
import { Icon } from "#components/ui/icon";
import { RelativeTime } from "#components/ui/relative-time";
import { StatusLabel } from "#components/ui/status-glyph";
import { type BatchItemStatus, openItems } from "#graph/batches";
import { announce } from "../ui/toast-store.ts";
import { BatchActions } from "./batch-actions";
import { BatchProgress } from "./batch-progress";
import { BatchWait } from "./batch-wait";
import { type BatchDetails, batchStatus, itemWords } from "./batch-words.ts";
import { ItemsTable } from "./items-table";
import { useBatch } from "./use-batch.ts";

/** A batch and its items, live; loaded again, or on another machine, it goes on as it is. */
export function BatchPage({ initial }: { initial: BatchDetails }) {
  const { batch, isReconnecting } = useBatch(initial);
  const [status, setStatus] = useState<BatchItemStatus | null>(null);
  const { glyph, words } = batchStatus(batch);
  const isOver = openItems(batch.counts) === 0;

  const wasOver = useRef(isOver);
  useEffect(() => {
    if (isOver && !wasOver.current)
      announce(`Batch ${batch.name}: all items have ended, ${batch.counts.failed} failed`);
    wasOver.current = isOver;
  }, [isOver, batch.name, batch.counts.failed]);

  return (
    <>
      <PageHeader
        before={
          <Link
            href="/runs/batches"
            aria-label="All batches"
            className="-ml-1.5 grid size-md place-items-center rounded-2 text-2 hover:bg-hover hover:text-1"
          >
            <Icon icon={Layers} />
          </Link>
        }
        title={batch.name}
        facts={
          <>
            <span className="text-1">
              <StatusLabel status={glyph}>{words}</StatusLabel>
            </span>
            <Link href={`/workflows/${batch.workflowId}/form/many`} className="truncate text-3">
              {batch.workflowTitle}
            </Link>
            <Badge>v{batch.version}</Badge>
            <span className="max-md:hidden">
              <RelativeTime time={batch.createdAt} /> by {batch.createdBy.name}
            </span>
            {isReconnecting && <span>Connection lost, trying again</span>}
          </>
        }
        actions={<BatchActions batch={batch} />}
      />
      <div className="flex min-h-0 flex-1 flex-col px-6 py-4 max-sm:px-4">
        <BatchProgress batch={batch} status={status} onStatus={setStatus} />
        {batch.counts.running === 0 && batch.counts.queued > 0 && !batch.isCancelRequested && (
          <div className="pb-3 empty:hidden">
            <BatchWait batchId={batch.id} />
          </div>
        )}
        {status !== null && batch.counts[status] === 0 ? (
          <EmptyState size="panel" title={`No item is ${itemWords[status].toLowerCase()}`}>
            The others are there under “All”.
          </EmptyState>
        ) : (
          <ItemsTable key={status ?? "all"} batch={batch} status={status} />
        )}
      </div>
    </>
  );
}
