"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { isDeploymentName, NameField } from "../deployments/name-field";
import { PublishedDialog } from "../deployments/published-dialog";
import type { Model, ModelVersion } from "./model-data.ts";

/** Publishes the version of the model that the page shows. */
export function PublishModelDialog({
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
  const formId = useId();
  const [name, setName] = useState(model.deployments[0]?.name ?? model.suggestedName);
  const publish = useMutation(
    trpc.deployments.publishModel.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.deployments.pathFilter()),
          queryClient.invalidateQueries(trpc.models.pathFilter()),
        ]),
    }),
  );
  const known = model.deployments.find((deployment) => deployment.name === name);
  if (publish.data) {
    return <PublishedDialog name={name} published={publish.data} goOn="Stay here" onClose={onClose} />;
  }
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Publish version ${version.number} of “${model.name}”`}
      description="Programs ask for it under a name, with an API key, over the Open Inference Protocol: REST and gRPC, as Triton and KServe clients speak it."
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isBusy={publish.isPending}
            disabled={!isDeploymentName(name)}
          >
            {known ? "Publish the next version" : "Publish"}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isDeploymentName(name)) publish.mutate({ modelId: model.id, modelVersion: version.number, name });
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
        {known && <p className="text-xs text-2">{answersNow(known, version)}</p>}
      </form>
    </Dialog>
  );
}

function answersNow({ modelVersion }: Model["deployments"][number], version: ModelVersion): string {
  if (modelVersion === null) return "Under this name nothing answers now; its history goes on.";
  if (modelVersion === version.number) return `Under this name v${modelVersion} answers already.`;
  return `Under this name v${modelVersion} answers now. It can answer again at any time, from the page of the deployment.`;
}
