"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, Ellipsis, History, RotateCcw, Square, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useMay } from "#components/shell/session-context";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { IconButton } from "#components/ui/icon-button";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "#components/ui/menu";
import { openItems } from "#graph/batches";
import { runsAddress } from "../runs/list/run-query-url.ts";
import { formatCount } from "../ui/format-number.ts";
import { showToast } from "../ui/toast-store.ts";
import type { BatchDetails } from "./batch-words.ts";
import { DeleteBatchDialog } from "./delete-batch-dialog";

/** Cancel while it goes on, what failed once more, the results as a table, and the rest behind the dots. */
export function BatchActions({ batch }: { batch: BatchDetails }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayRun = useMay("runner");
  const mayEdit = useMay("editor");
  const [isDeleting, setDeleting] = useState(false);
  const { id: batchId, counts } = batch;
  const open = openItems(counts);
  const refresh = () => void queryClient.invalidateQueries(trpc.batches.get.queryFilter({ batchId }));
  const failed = (title: string) => (error: { message: string }) =>
    showToast({ tone: "failed", title, description: error.message });
  const cancel = useMutation(
    trpc.batches.cancel.mutationOptions({ onSuccess: refresh, onError: failed("The batch goes on") }),
  );
  const retry = useMutation(
    trpc.batches.retry.mutationOptions({ onSuccess: refresh, onError: failed("Nothing was retried") }),
  );
  const isCancelling = cancel.isPending || (open > 0 && batch.isCancelRequested);
  const results = (format: "csv" | "parquet") => `/api/batches/${batchId}/results?format=${format}`;
  return (
    <>
      {mayRun && open > 0 && (
        <Button icon={Square} isBusy={isCancelling} onClick={() => cancel.mutate({ batchId })}>
          {isCancelling ? "Cancelling" : "Cancel"}
        </Button>
      )}
      {mayRun && counts.failed > 0 && !isCancelling && (
        <Button icon={RotateCcw} isBusy={retry.isPending} onClick={() => retry.mutate({ batchId, status: "failed" })}>
          Retry {formatCount(counts.failed)} failed
        </Button>
      )}
      <Menu
        trigger={
          <Button icon={Download}>
            <span className="max-sm:sr-only">Download</span>
          </Button>
        }
      >
        <MenuLink>
          <a href={results("csv")} download>
            Results as CSV
          </a>
        </MenuLink>
        <MenuLink>
          <a href={results("parquet")} download>
            Results as Parquet
          </a>
        </MenuLink>
      </Menu>
      <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
        <MenuLink>
          <Link href={runsAddress(`batch:${batchId}`)}>
            <History aria-hidden size={14} />
            Show its runs in the list
          </Link>
        </MenuLink>
        {mayRun && counts.cancelled > 0 && !isCancelling && (
          <MenuItem icon={RotateCcw} onSelect={() => retry.mutate({ batchId, status: "cancelled" })}>
            Retry {formatCount(counts.cancelled)} cancelled
          </MenuItem>
        )}
        {mayEdit && (
          <>
            <MenuSeparator />
            <MenuItem
              icon={Trash2}
              isDangerous
              isDisabled={open > 0}
              reason={open > 0 ? "Items have not ended yet. Cancel it first." : null}
              onSelect={() => setDeleting(true)}
            >
              Delete
            </MenuItem>
          </>
        )}
      </Menu>
      {isDeleting && <DeleteBatchDialog batch={batch} onClose={() => setDeleting(false)} />}
    </>
  );
}
