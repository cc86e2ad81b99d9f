"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { isRecordedList } from "#graph/recorded-values";
import type { RunState } from "#graph/run-events";
import { defaultTolerance, kindOfRecord } from "#graph/tolerances";
import { outputsOf } from "../runs/outputs-of.ts";
import type { RunDetails } from "../runs/run-details.ts";
import { formatCount } from "../ui/format-number.ts";
import { TestDialog } from "./test-dialog";
import { TestIsKept } from "./test-is-kept";

/** Makes a test of a run: what it was given, what it gave, and how close to that other versions have to come. */
export function KeepTestDialog({ details, run, onClose }: { details: RunDetails; run: RunState; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const outputs = outputsOf(details.graph, run).map(({ name, record }) => ({
    name,
    kind: kindOfRecord(record),
    isList: isRecordedList(record),
    tolerance: defaultTolerance(record),
  }));
  const create = useMutation(
    trpc.workflowTests.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.workflowTests.pathFilter()),
    }),
  );

  if (outputs.length === 0) {
    return (
      <Dialog
        isOpen
        onOpenChange={onClose}
        title="Nothing to test"
        description="This run gave no output of the workflow. Put a “Workflow output” behind what counts, and run it again."
        actions={
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        }
      />
    );
  }
  if (create.isSuccess) {
    return (
      <TestIsKept workflowId={details.workflowId} onClose={onClose}>
        Run it on each new version.
      </TestIsKept>
    );
  }
  return (
    <TestDialog
      title="Keep as a test"
      description="Other versions get the same inputs, and have to give the same outputs as this run, as far as you say."
      name={`Run ${formatCount(details.number)}`}
      outputs={outputs}
      isNameChosen
      submit="Keep the test"
      request={create}
      onSubmit={({ name, tolerances }) => create.mutate({ runId: details.id, name, tolerances })}
      onClose={onClose}
    />
  );
}
