"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { TextInput } from "#components/ui/text-input";

const DAY_MS = 86_400_000;
const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "none", label: "Until it is revoked" },
] as const;
type Lifetime = (typeof lifetimes)[number]["value"];

/** Asks what the key is for, makes it, and shows it the one time. */
export function NewKeyDialog({
  deployments,
  onClose,
}: {
  deployments: readonly { id: string; name: string }[];
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const [name, setName] = useState("");
  const [mayRun, setMayRun] = useState<"run" | "read">("run");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isForAll, setIsForAll] = useState(true);
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter()),
    }),
  );
  if (create.data) return <MadeKey name={name} value={create.data.key} onClose={onClose} />;
  const canMake = name.trim() !== "" && (isForAll || chosen.length > 0);
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="New API key"
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={create.isPending} disabled={!canMake}>
            Make the key
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!canMake) return;
          create.mutate({
            name: name.trim(),
            mayRun: mayRun === "run",
            deploymentIds: isForAll ? null : [...chosen],
            expiresAt: lifetime === "none" ? null : new Date(Date.now() + Number(lifetime) * DAY_MS),
          });
        }}
      >
        <Field
          label="Name"
          hint="Of the program that will use it; runs are listed under it."
          error={create.error?.message}
        >
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="It may">
          {(control) => (
            <Select
              {...control}
              value={mayRun}
              options={[
                { value: "run", label: "run deployments and read their runs" },
                { value: "read", label: "read runs only" },
              ]}
              onChange={setMayRun}
            />
          )}
        </Field>
        <fieldset className="grid gap-2">
          <legend className="mb-1 font-medium">It reaches</legend>
          <span className="flex items-center gap-2">
            <Checkbox id={`${formId}-all`} isChecked={isForAll} onChange={setIsForAll} />
            <label htmlFor={`${formId}-all`}>All deployments, also those to come</label>
          </span>
          {!isForAll &&
            deployments.map(({ id, name: deployment }) => (
              <span key={id} className="flex items-center gap-2 pl-5">
                <Checkbox
                  id={`${formId}-${id}`}
                  isChecked={chosen.includes(id)}
                  onChange={(isChosen) =>
                    setChosen(isChosen ? [...chosen, id] : chosen.filter((other) => other !== id))
                  }
                />
                <label htmlFor={`${formId}-${id}`} className="mono">
                  {deployment}
                </label>
              </span>
            ))}
        </fieldset>
        <Field label="It works for">
          {(control) => <Select {...control} value={lifetime} options={lifetimes} onChange={setLifetime} />}
        </Field>
      </form>
    </Dialog>
  );
}

function MadeKey({ name, value, onClose }: { name: string; value: string; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`The key “${name}”`}
      description="Copy it now: only a hash of it is kept, so it cannot be shown again."
      actions={
        <Button variant="primary" onClick={onClose}>
          I have it
        </Button>
      }
    >
      <div className="flex items-center gap-1.5">
        <code
          tabIndex={0}
          aria-label="API key"
          className="mono min-w-0 flex-1 rounded-2 bg-sunken px-2 py-1.5 text-xs wrap-anywhere"
        >
          {value}
        </code>
        <CopyButton label="Copy the key" text={value} />
      </div>
    </Dialog>
  );
}
