"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { TextArea } from "#components/ui/text-input";
import { MAX_NOTE_CHARACTERS } from "#graph/run-labels";
import { tagProblem, TagsInput, withTyped } from "./tags-input";

export type Labelled = { id: string; tags: readonly string[]; note: string };

/** Changes the tags and the note of a run. */
export function LabelsDialog({ run, onClose }: { run: Labelled; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const formId = useId();
  const [tags, setTags] = useState([...run.tags]);
  const [text, setText] = useState("");
  const [note, setNote] = useState(run.note);
  const edit = useMutation(
    trpc.runs.edit.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.runs.list.infiniteQueryFilter());
        router.refresh();
        onClose();
      },
    }),
  );
  function save() {
    const { tags: all, rest } = withTyped(tags, text);
    if (rest) return;
    edit.mutate({
      runIds: [run.id],
      addTags: all.filter((tag) => !run.tags.includes(tag)),
      removeTags: run.tags.filter((tag) => !all.includes(tag)),
      ...(note !== run.note && { note }),
    });
  }
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Tags and note"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={edit.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label="Tags" hint="Enter or a comma after each" error={tagProblem(tags, text)}>
          {(control) => <TagsInput {...control} tags={tags} text={text} onChange={setTags} onText={setText} />}
        </Field>
        <Field label="Note" hint="Its words are found in the list of runs" error={edit.error?.message}>
          {(control) => (
            <TextArea
              {...control}
              rows={4}
              maxLength={MAX_NOTE_CHARACTERS}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
