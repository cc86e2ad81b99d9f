"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useMay } from "#components/shell/session-context";
import { type RouterOutputs, useTRPC, useTRPCClient } from "#components/trpc";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Skeleton } from "#components/ui/skeleton";
import { ChangesList } from "./changes-list";
import { isDeploymentName, NameField } from "./name-field";
import { PublishTests } from "./publish-tests";
import { PublishedDialog } from "./published-dialog";

type Preview = RouterOutputs["deployments"]["preview"];

/** Saves, says what would be published and what has changed since, and publishes it under a name. */
export function PublishDialog({
  workflowId,
  saveNow,
  onClose,
}: {
  workflowId: string;
  /** False when it could not be saved. */
  saveNow: () => Promise<boolean>;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const preview = useQuery({
    queryKey: [...trpc.deployments.preview.queryKey({ workflowId }), "saved"],
    queryFn: async () => {
      if (!(await saveNow())) throw new Error("The workflow could not be saved, so there is nothing to publish yet.");
      return await client.deployments.preview.query({ workflowId });
    },
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });
  if (preview.data) return <PublishForm workflowId={workflowId} preview={preview.data} onClose={onClose} />;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Publish the workflow"
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {preview.error && (
            <Button variant="primary" isBusy={preview.isFetching} onClick={() => void preview.refetch()}>
              Try again
            </Button>
          )}
        </>
      }
    >
      {preview.error ? (
        <p role="alert" className="text-danger">
          {preview.error.message}
        </p>
      ) : (
        <Skeleton className="h-24" />
      )}
    </Dialog>
  );
}

function PublishForm({ workflowId, preview, onClose }: { workflowId: string; preview: Preview; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const mayPublish = useMay("admin");
  const { problems, inputs, outputs, deployments, workflowVersion } = preview;
  const [name, setName] = useState(deployments[0]?.name ?? preview.suggestedName);
  const publish = useMutation(
    trpc.deployments.publish.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.deployments.pathFilter()),
    }),
  );
  const known = deployments.find((deployment) => deployment.name === name);
  const canPublish = mayPublish && problems.length === 0 && isDeploymentName(name);
  if (publish.data) {
    return <PublishedDialog name={name} published={publish.data} goOn="Go on editing" onClose={onClose} />;
  }
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Publish the workflow"
      description={`What is saved now (save ${workflowVersion}) answers under a name, and stays as it is while you go on editing.`}
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={publish.isPending} disabled={!canPublish}>
            {known ? "Publish the next version" : "Publish"}
          </Button>
        </>
      }
    >
      {problems.length > 0 ? (
        <div role="alert">
          <p className="font-medium">It cannot be published yet:</p>
          <ul className="mt-1.5 grid list-disc gap-1 pl-5 text-2">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      ) : (
        <form
          id={formId}
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (canPublish) publish.mutate({ workflowId, workflowVersion, name });
          }}
        >
          <NameField
            name={name}
            error={publish.error?.message}
            onChange={(changed) => {
              publish.reset();
              setName(changed);
            }}
          />
          {known?.changes && (
            <section aria-label="Changes">
              <h3 className="mb-1 font-medium">Since version {known.current}</h3>
              <ChangesList changes={known.changes} />
            </section>
          )}
          <div className="grid grid-cols-2 gap-4">
            <PortNames title="Takes" ports={inputs} none="Nothing: it runs as it is." />
            <PortNames title="Gives" ports={outputs} none="Nothing." />
          </div>
          <PublishTests workflowId={workflowId} version={workflowVersion} tests={preview.tests} />
          {!mayPublish && <p className="text-xs text-3">An admin of the workspace can publish it.</p>}
        </form>
      )}
    </Dialog>
  );
}

function PortNames({ title, ports, none }: { title: string; ports: Preview["inputs"]; none: string }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-medium">{title}</h3>
      {ports.length === 0 && <p className="text-xs text-3">{none}</p>}
      <ul className="grid gap-1 text-xs">
        {ports.map(({ name, kind, isList, isOptional }) => (
          <li key={name} className="flex min-w-0 items-center gap-1.5">
            <span className="mono truncate">{name}</span>
            <Badge isOutlined>{isList ? `list of ${kind}` : kind}</Badge>
            {isOptional && <span className="text-3">optional</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
