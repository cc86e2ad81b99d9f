"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { PasswordInput } from "#components/ui/password-input";
import { TextInput } from "#components/ui/text-input";
import { showToast } from "../ui/toast-store.ts";
import { hostsText, nameTyped, readHosts, readSecretForm } from "./secret-form.ts";
import type { Secret } from "./secrets-page";

/** Makes a secret, or gives the one that is named a new value. The old value is not shown: nobody can read it. */
export function SecretDialog({
  replaced,
  suggestedName = "",
  onMade,
  onClose,
}: {
  replaced?: Secret;
  suggestedName?: string;
  onMade?: (name: string) => void;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const [name, setName] = useState(replaced?.name ?? suggestedName);
  const [value, setValue] = useState("");
  const [hosts, setHosts] = useState(hostsText(replaced?.hosts ?? null));
  const [hasTried, setHasTried] = useState(false);
  const done = {
    onSuccess: async () => {
      showToast({ title: replaced ? `${name} has its new value` : `${name} is kept` });
      onMade?.(name);
      onClose();
      await queryClient.invalidateQueries(trpc.secrets.list.queryFilter());
    },
  };
  const create = useMutation(trpc.secrets.create.mutationOptions(done));
  const replace = useMutation(trpc.secrets.replace.mutationOptions(done));
  const { isPending, error } = replaced ? replace : create;
  const faults = readSecretForm({ name, value, hosts });
  const isTaken = error?.data?.code === "CONFLICT";

  function submit() {
    setHasTried(true);
    if (faults.name || faults.value || faults.hosts) return;
    const given = { name, value, hosts: readHosts(hosts) };
    if (replaced) replace.mutate(given);
    else create.mutate(given);
  }

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={replaced ? `Replace ${replaced.name}` : "New secret"}
      description={
        replaced
          ? "Runs that start from now on use the new value. The old one is gone then."
          : "Nodes use it by its name. Its value is kept sealed, and is not shown again."
      }
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isPending}>
            {replaced ? "Replace the value" : "Keep the secret"}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          // In the editor it stands inside a form of its own, as React sees it.
          event.stopPropagation();
          submit();
        }}
      >
        {!replaced && (
          <Field
            label="Name"
            hint="Capital letters, digits and _, such as SERVICE_KEY."
            error={isTaken ? error.message : hasTried ? faults.name : null}
          >
            {(control) => (
              <TextInput
                {...control}
                autoFocus={suggestedName === ""}
                className="mono"
                autoComplete="off"
                spellCheck={false}
                maxLength={64}
                value={name}
                onChange={(event) => {
                  create.reset();
                  setName(nameTyped(event.target.value));
                }}
              />
            )}
          </Field>
        )}
        <Field label="Value" hint="The key, token or password." error={hasTried ? faults.value : null}>
          {(control) => (
            <PasswordInput
              {...control}
              what="value"
              autoFocus={replaced !== undefined || suggestedName !== ""}
              autoComplete="off"
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Sent only to"
          hint="Hosts with commas between, such as api.example.com or *.example.com. Left empty, any workflow may send it anywhere."
          error={hasTried ? faults.hosts : null}
        >
          {(control) => (
            <TextInput
              {...control}
              className="mono"
              autoComplete="off"
              spellCheck={false}
              placeholder="any host"
              value={hosts}
              onChange={(event) => setHosts(event.target.value)}
            />
          )}
        </Field>
        {error && !isTaken && (
          <p role="alert" className="text-danger">
            {error.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}
