"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { TextInput } from "#components/ui/text-input";
import type { Model } from "./model-data.ts";

export function RenameDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState(model.name);
  const formId = useId();
  const rename = useMutation(
    trpc.models.rename.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.models.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Rename the model"
      description="Workflows keep using it: they know it by its content, not by its name."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={rename.isPending}>
            Rename
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === model.name) onClose();
          else rename.mutate({ modelId: model.id, name: name.trim() });
        }}
      >
        <Field label="Name" error={rename.error?.message}>
          {(control) => (
            <TextInput
              {...control}
              inputSize="lg"
              value={name}
              maxLength={200}
              required
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
