"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { TextInput } from "#components/ui/text-input";
import type { RunColumn } from "./run-columns.ts";
import type { RunView } from "./views-menu";

/** Names a new view, or the given one anew. */
export function ViewNameDialog({
  view,
  query,
  columns,
  onClose,
}: {
  view: RunView | null;
  query: string;
  columns: readonly RunColumn[];
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState(view?.name ?? "");
  const formId = useId();
  const onSuccess = async () => {
    await queryClient.invalidateQueries(trpc.runViews.list.queryFilter());
    onClose();
  };
  const create = useMutation(trpc.runViews.create.mutationOptions({ onSuccess }));
  const rename = useMutation(trpc.runViews.change.mutationOptions({ onSuccess }));
  const error = create.error ?? rename.error;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={view ? "Rename the view" : "Save this view"}
      {...(!view && { description: "Its search and its columns, for everybody in the workspace." })}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={!name.trim()}
            isBusy={create.isPending || rename.isPending}
          >
            {view ? "Rename" : "Save the view"}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (view) rename.mutate({ viewId: view.id, name });
          else create.mutate({ name, query, columns: [...columns] });
        }}
      >
        <Field label="Name" error={error?.message}>
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              maxLength={80}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

export function RemoveViewDialog({ view, onClose }: { view: RunView; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.runViews.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.runViews.list.queryFilter());
        onClose();
      },
    }),
  );
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Delete “${view.name}”?`}
      description={remove.error?.message ?? "It goes for everybody in the workspace. The runs that it shows stay."}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" isBusy={remove.isPending} onClick={() => remove.mutate({ viewId: view.id })}>
            Delete the view
          </Button>
        </>
      }
    />
  );
}
