"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Dialog } from "#components/ui/dialog";
import { formatQuantity } from "../ui/format-number.ts";
import { showToast } from "../ui/toast-store.ts";
import type { BatchDetails } from "./batch-words.ts";

/** Asks before a batch goes for good, alone or with its runs. */
export function DeleteBatchDialog({ batch, onClose }: { batch: BatchDetails; onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const boxId = useId();
  const [withRuns, setWithRuns] = useState(false);
  const remove = useMutation(
    trpc.batches.remove.mutationOptions({
      onSuccess: ({ removedRuns }) => {
        const runs = removedRuns > 0 ? ` with ${formatQuantity(removedRuns, "run")}` : "";
        showToast({ title: `“${batch.name}” deleted${runs}` });
        void queryClient.invalidateQueries(trpc.runs.list.infiniteQueryFilter());
        router.push("/runs/batches");
      },
    }),
  );
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Delete “${batch.name}”?`}
      description={
        <>
          Its list of items goes.{" "}
          {withRuns
            ? "Its runs go with it, but for starred ones, with their values and the files that only they have."
            : "Its runs stay in the history."}{" "}
          This cannot be undone.
          {remove.error && (
            <span role="alert" className="mt-2 block text-danger">
              {remove.error.message}
            </span>
          )}
        </>
      }
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            variant="danger"
            isBusy={remove.isPending || remove.isSuccess}
            onClick={() => remove.mutate({ batchId: batch.id, withRuns })}
          >
            Delete the batch
          </Button>
        </>
      }
    >
      <label htmlFor={boxId} className="flex items-center gap-2">
        <Checkbox id={boxId} isChecked={withRuns} onChange={setWithRuns} />
        Delete its runs as well
      </label>
    </Dialog>
  );
}
