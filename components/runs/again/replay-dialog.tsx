"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormField } from "#components/forms/form-field";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { Switch } from "#components/ui/switch";
import { workflowInputs } from "#graph/workflow-interface";
import { definitions } from "#nodes/definitions";
import { type Drafts, takeDrafts } from "../../forms/form-draft.ts";
import { formatCount } from "../../ui/format-number.ts";
import type { RunDetails } from "../run-details.ts";

/** A new run like this one, with what is changed here: the version, the inputs, whether its operators are timed. */
export function ReplayDialog({ details, onClose }: { details: RunDetails; onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { workflowId } = details;
  const [version, setVersion] = useState(details.version);
  const [drafts, setDrafts] = useState<Drafts>(() =>
    Object.fromEntries(Object.entries(details.inputs).map(([name, value]) => [name, { value }])),
  );
  const [isProfiled, setProfiled] = useState(false);
  const [hasTried, setTried] = useState(false);
  const versions = useQuery(trpc.workflows.versions.queryOptions({ workflowId }));
  const isOther = version !== details.version;
  const other = useQuery(trpc.workflows.version.queryOptions({ workflowId, version }, { enabled: isOther }));
  const graph = isOther ? other.data?.graph : details.graph;
  const inputs = graph ? workflowInputs(graph, definitions) : [];
  const { values, errors } = takeDrafts(inputs, drafts);
  const replay = useMutation(
    trpc.runs.replay.mutationOptions({ onSuccess: ({ runId }) => router.push(`/runs/${runId}`) }),
  );

  function submit() {
    setTried(true);
    if (!graph || Object.keys(errors).length > 0) return;
    replay.mutate({
      runId: details.id,
      inputs: values,
      ...(isOther && { version }),
      ...(isProfiled && { profile: true }),
    });
  }

  const newest = versions.data?.items[0]?.number;
  const options = [details.version, ...(versions.data?.items ?? []).map(({ number }) => number)]
    .filter((number, index, all) => all.indexOf(number) === index)
    .map((number) => ({ value: String(number), label: versionLabel(number, { ran: details.version, newest }) }));
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Replay run ${formatCount(details.number)}`}
      description="Starts a new run. This one stays as it is."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="run" form="replay-form" type="submit" isBusy={replay.isPending || replay.isSuccess}>
            Replay
          </Button>
        </>
      }
    >
      <form
        id="replay-form"
        noValidate
        className="grid grid-cols-[minmax(0,1fr)] gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Version" isInline>
          {(control) => (
            <Select
              {...control}
              value={String(version)}
              options={options}
              onChange={(next) => setVersion(Number(next))}
            />
          )}
        </Field>
        {other.isError && isOther && (
          <p role="alert" className="text-xs text-danger">
            {other.error.message}
          </p>
        )}
        {graph && inputs.length === 0 && <p className="text-xs text-3">This version takes no inputs.</p>}
        {inputs.map((input) => (
          <FormField
            key={input.nodeId}
            input={input}
            draft={drafts[input.name]}
            error={hasTried ? errors[input.name] : undefined}
            onChange={(draft) => setDrafts((before) => withDraft(before, input.name, draft))}
          />
        ))}
        <Field
          label="Time operators"
          hint="Asks ONNX Runtime where the time of each model goes. The run takes longer and uses no cache."
          isInline
        >
          {(control) => <Switch {...control} isOn={isProfiled} onChange={setProfiled} />}
        </Field>
        {replay.error && (
          <p role="alert" className="wrap-anywhere text-xs text-danger">
            {replay.error.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function withDraft(drafts: Drafts, name: string, draft: Drafts[string] | null): Drafts {
  const { [name]: _before, ...others } = drafts;
  return draft ? { ...others, [name]: draft } : others;
}

function versionLabel(number: number, { ran, newest }: { ran: number; newest: number | undefined }): string {
  const notes = [...(number === ran ? ["as it ran"] : []), ...(number === newest ? ["the newest"] : [])];
  return notes.length === 0 ? `Version ${number}` : `Version ${number}, ${notes.join(", ")}`;
}
