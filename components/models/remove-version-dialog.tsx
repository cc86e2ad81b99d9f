"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { z } from "zod";
import { asServerError, useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { formatQuantity } from "../ui/format-number.ts";
import { showToast } from "../ui/toast-store.ts";
import type { Model, ModelVersion } from "./model-data.ts";

const usedBySchema = z.object({ usedBy: z.array(z.object({ workflowId: z.string(), title: z.string() })) });

/** Asks before a version is deleted; one that is used cannot be, and the dialog says by whom. */
export function RemoveVersionDialog({
  model,
  version,
  onClose,
}: {
  model: Model;
  version: ModelVersion;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const isLast = model.versions.length === 1;
  const remove = useMutation(
    trpc.models.removeVersion.mutationOptions({
      onSuccess: async () => {
        showToast({ title: `${model.name}, version ${version.number} is deleted` });
        if (isLast) router.replace("/models");
        onClose();
        await queryClient.invalidateQueries(isLast ? trpc.models.list.pathFilter() : trpc.models.pathFilter());
      },
    }),
  );
  // Another member may have begun to use it since the page was loaded: the server's answer counts.
  const refused = usedBySchema.safeParse(asServerError(remove.error)?.data?.details);
  const usedBy = refused.success ? refused.data.usedBy : version.usedBy;
  const name = `${model.name}, version ${version.number}`;

  const published = model.deployments.filter(({ modelVersion }) => modelVersion === version.number);
  if (published.length > 0) {
    return (
      <Dialog
        isOpen
        onOpenChange={onClose}
        title={`${name} is published`}
        description="Programs ask for it. Unpublish it, or publish another version under the name, then delete it here."
        actions={
          <Button variant="primary" onClick={onClose}>
            Keep it
          </Button>
        }
      >
        <ul className="grid gap-1">
          {published.map((deployment) => (
            <li key={deployment.id}>
              <Link
                href={`/deployments/${deployment.id}`}
                className="mono underline decoration-(--border-strong) underline-offset-3"
              >
                {deployment.name}
              </Link>
            </li>
          ))}
        </ul>
      </Dialog>
    );
  }
  if (usedBy.length > 0) {
    return (
      <Dialog
        isOpen
        onOpenChange={onClose}
        title={`${name} is in use`}
        description={`${formatQuantity(usedBy.length, "workflow")} would no longer run. Choose another model there first, then delete it here.`}
        actions={
          <Button variant="primary" onClick={onClose}>
            Keep it
          </Button>
        }
      >
        <ul className="grid gap-1">
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
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Delete ${name}?`}
      description={
        isLast
          ? "It is the only version, so the model goes with it. Runs that used it keep their values but cannot run again."
          : "The other versions stay. Runs that used it keep their values but cannot run again."
      }
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            variant="danger"
            isBusy={remove.isPending}
            onClick={() => remove.mutate({ modelId: model.id, hash: version.hash })}
          >
            Delete version {version.number}
          </Button>
        </>
      }
    >
      {remove.error && (
        <p role="alert" className="text-danger">
          {remove.error.message}
        </p>
      )}
    </Dialog>
  );
}
