"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTRPC, useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Chip } from "#components/ui/chip";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { formatCount } from "../../ui/format-number.ts";
import { showToast } from "../../ui/toast-store.ts";
import { tagProblem, TagsInput, withTyped } from "../labels/tags-input";

/** Gives tags to the chosen runs, and takes away some that they have. `tags` are those of the runs that are on the page. */
export function TagRunsDialog({
  ids,
  tags: loadedTags,
  onClose,
}: {
  ids: readonly string[];
  tags: readonly string[];
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  // Runs that match beyond the page have tags that the page does not know.
  const { data: there = loadedTags } = useQuery({
    queryKey: [...trpc.runs.tagsOf.mutationKey(), ids],
    queryFn: () => client.runs.tagsOf.mutate({ runIds: [...ids] }),
    staleTime: 0,
    gcTime: 0,
  });
  const formId = useId();
  const [tags, setTags] = useState<string[]>([]);
  const [text, setText] = useState("");
  const [removed, setRemoved] = useState<string[]>([]);
  const count = `${formatCount(ids.length)} ${ids.length === 1 ? "run" : "runs"}`;
  const edit = useMutation(
    trpc.runs.edit.mutationOptions({
      onSuccess: ({ edited }) => {
        showToast({ title: `Tags of ${formatCount(edited)} ${edited === 1 ? "run" : "runs"} changed` });
        void queryClient.invalidateQueries(trpc.runs.list.infiniteQueryFilter());
        onClose();
      },
    }),
  );
  const isNothing = tags.length === 0 && text.trim() === "" && removed.length === 0;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Tag ${count}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={isNothing} isBusy={edit.isPending}>
            Change the tags
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const { tags: addTags, rest } = withTyped(tags, text);
          if (!rest) edit.mutate({ runIds: [...ids], addTags, removeTags: removed });
        }}
      >
        <Field label="Add" hint="Enter or a comma after each" error={tagProblem(tags, text) ?? edit.error?.message}>
          {(control) => <TagsInput {...control} tags={tags} text={text} onChange={setTags} onText={setText} />}
        </Field>
        {there.length > 0 && (
          <fieldset className="grid gap-1">
            <legend className="mb-1 font-medium">Take away</legend>
            <div className="flex flex-wrap gap-1.5">
              {there.map((tag) => (
                <Chip
                  key={tag}
                  isPressed={removed.includes(tag)}
                  onPress={() =>
                    setRemoved(removed.includes(tag) ? removed.filter((one) => one !== tag) : [...removed, tag])
                  }
                >
                  {tag}
                </Chip>
              ))}
            </div>
          </fieldset>
        )}
      </form>
    </Dialog>
  );
}
