"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type RouterInputs, useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Loading, Skeleton } from "#components/ui/skeleton";
import type { RunDetails } from "../runs/run-details.ts";
import { formatCount } from "../ui/format-number.ts";
import { TestDialog } from "./test-dialog";
import { TestIsKept } from "./test-is-kept";

/** Makes a test of one item of a list that a run was given: that item alone, and what the run gave for it. */
export function KeepItemDialog({
  details,
  item: place,
  onClose,
}: {
  details: Pick<RunDetails, "id" | "number">;
  item: RouterInputs["workflowTests"]["previewItem"]["item"];
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const of = { runId: details.id, item: place };
  const preview = useQuery(trpc.workflowTests.previewItem.queryOptions(of, { staleTime: Infinity, retry: false }));
  const create = useMutation(
    trpc.workflowTests.createOfItem.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.workflowTests.pathFilter()),
    }),
  );
  const number = formatCount(place.index + 1);

  if (!preview.data) {
    return (
      <Dialog
        isOpen
        onOpenChange={onClose}
        title={preview.error ? `Item ${number} cannot be kept alone` : "Keep item as a test"}
        description={preview.error?.message}
        actions={
          <Button variant={preview.error ? "primary" : "plain"} onClick={onClose}>
            Close
          </Button>
        }
      >
        {!preview.error && (
          <Loading label="Looking at the item" className="grid gap-3">
            <Skeleton className="h-9" />
            <Skeleton className="h-16" />
          </Loading>
        )}
      </Dialog>
    );
  }
  const { workflowId, version, item, outputs, leftOut } = preview.data;
  if (create.isSuccess) {
    return (
      <TestIsKept workflowId={workflowId} onClose={onClose}>
        {create.data.held ?? `It runs once on version ${version} now, to see that the item alone gives the same.`}
      </TestIsKept>
    );
  }
  return (
    <TestDialog
      title="Keep item as a test"
      description={`Other versions get item ${number} of ${formatCount(item.count)} of “${item.input}” alone, and have to give what this run gave for it, as far as you say.`}
      name={`Run ${formatCount(details.number)}, item ${number}`}
      outputs={outputs}
      isNameChosen
      submit="Keep the test"
      request={create}
      onSubmit={({ name, tolerances }) => create.mutate({ ...of, name, tolerances })}
      onClose={onClose}
    >
      {leftOut.length > 0 && (
        <section aria-labelledby="left-out" className="mt-4 grid gap-1.5 border-t border-line pt-3 text-xs">
          <h3 id="left-out" className="font-medium">
            Left out of the test
          </h3>
          <ul className="grid gap-1">
            {leftOut.map(({ name, reason }) => (
              <li key={name} className="wrap-anywhere">
                <span className="mono font-medium">{name}</span>
                <span className="text-2">: {reason}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </TestDialog>
  );
}
