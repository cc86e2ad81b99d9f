"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { TextInput } from "#components/ui/text-input";
import { dateProblem, endOf, type Lifetime, lifetimes } from "./lifetimes.ts";

/** Asks how long a link is to work, makes it, and shows it the one time. */
export function NewShare({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [lifetime, setLifetime] = useState<Lifetime>("7");
  const [date, setDate] = useState("");
  const [note, setNote] = useState("");
  const [openedAt] = useState(() => new Date());
  const create = useMutation(
    trpc.runShares.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.runShares.list.queryFilter({ runId })),
    }),
  );
  const problem = lifetime === "date" && date !== "" ? dateProblem(date, openedAt) : null;
  const canMake = lifetime !== "date" || (date !== "" && problem === null);
  if (create.data) {
    return <MadeLink token={create.data.token} onAnother={() => (create.reset(), setNote(""))} />;
  }
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (canMake) create.mutate({ runId, note, expiresAt: endOf(lifetime, { date, now: new Date() }) });
      }}
    >
      <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <Field label="It works">
          {(control) => <Select {...control} value={lifetime} options={lifetimes} onChange={setLifetime} />}
        </Field>
        {lifetime === "date" && (
          <Field label="Up to and with" error={problem}>
            {(control) => (
              <TextInput {...control} type="date" value={date} onChange={({ target }) => setDate(target.value)} />
            )}
          </Field>
        )}
        <Field label="Note" hint="For whom it is; seen by members only.">
          {(control) => (
            <TextInput {...control} maxLength={200} value={note} onChange={({ target }) => setNote(target.value)} />
          )}
        </Field>
      </div>
      {create.error && (
        <p role="alert" className="text-xs text-danger">
          The link was not made. {create.error.message}
        </p>
      )}
      <div>
        <Button type="submit" variant="primary" isBusy={create.isPending} disabled={!canMake}>
          Make a link
        </Button>
      </div>
    </form>
  );
}

function MadeLink({ token, onAnother }: { token: string; onAnother: () => void }) {
  const address = `${location.origin}/share/${token}`;
  return (
    <div className="grid gap-2">
      <p className="text-xs text-2">Copy it now: only a hash of it is kept, so it cannot be shown again.</p>
      <div className="flex items-center gap-1.5">
        <code
          tabIndex={0}
          aria-label="Link to this run"
          className="mono min-w-0 flex-1 rounded-2 bg-sunken px-2 py-1.5 text-xs wrap-anywhere"
        >
          {address}
        </code>
        <CopyButton label="Copy the link" text={address} />
      </div>
      <div>
        <Button size="sm" onClick={onAnother}>
          Make another
        </Button>
      </div>
    </div>
  );
}
