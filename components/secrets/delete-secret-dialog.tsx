"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { formatQuantity } from "../ui/format-number.ts";
import { showToast } from "../ui/toast-store.ts";
import type { Secret } from "./secrets-page";

/** Asks before a secret goes, and says which workflows could not run any more. */
export function DeleteSecretDialog({ secret: { name, usedBy }, onClose }: { secret: Secret; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.secrets.remove.mutationOptions({
      onSuccess: async () => {
        showToast({ title: `${name} is deleted` });
        onClose();
        await queryClient.invalidateQueries(trpc.secrets.list.queryFilter());
      },
    }),
  );
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Delete ${name}?`}
      description={
        usedBy.length === 0
          ? "No workflow uses it. Its value is gone then, and cannot be brought back."
          : `${formatQuantity(usedBy.length, "workflow")} would fail at the nodes that use it. Its value is gone then, and cannot be brought back.`
      }
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" isBusy={remove.isPending} onClick={() => remove.mutate({ name })}>
            Delete the secret
          </Button>
        </>
      }
    >
      {usedBy.length > 0 && (
        <ul aria-label="Used by" className="grid gap-1">
          {usedBy.map(({ workflowId, title }) => (
            <li key={workflowId}>
              <Link
                href={`/workflows/${workflowId}`}
                className="underline decoration-(--border-strong) underline-offset-3"
              >
                {title}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {remove.error && (
        <p role="alert" className="mt-2 text-danger">
          {remove.error.message}
        </p>
      )}
    </Dialog>
  );
}
