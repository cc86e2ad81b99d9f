"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { asServerError, useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { formatCount } from "../../ui/format-number.ts";
import { showToast } from "../../ui/toast-store.ts";

/** Asks before runs go for good. */
export function DeleteRunsDialog({
  ids,
  onClose,
  onDone,
}: {
  ids: readonly string[];
  onClose: () => void;
  onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const runs = `${formatCount(ids.length)} ${ids.length === 1 ? "run" : "runs"}`;
  const remove = useMutation(
    trpc.runs.remove.mutationOptions({
      onSuccess: ({ removed }) => {
        showToast({ title: `${formatCount(removed)} ${removed === 1 ? "run" : "runs"} deleted` });
        void queryClient.invalidateQueries(trpc.runs.list.infiniteQueryFilter());
        onDone();
        onClose();
      },
    }),
  );
  const isStarred = asServerError(remove.error)?.data?.reason === "starred";
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Delete ${runs}?`}
      description={
        <>
          Their events, steps and values go with them, and the files that only they have. This cannot be undone.
          {remove.error && (
            <span role="alert" className="mt-2 block text-danger">
              {remove.error.message}
            </span>
          )}
        </>
      }
      actions={
        <>
          <Button onClick={onClose}>Keep them</Button>
          <Button
            variant="danger"
            isBusy={remove.isPending}
            onClick={() => remove.mutate({ runIds: [...ids], evenStarred: isStarred })}
          >
            {isStarred ? "Delete the starred too" : `Delete ${runs}`}
          </Button>
        </>
      }
    />
  );
}
