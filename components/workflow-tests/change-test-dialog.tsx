"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import { TestDialog } from "./test-dialog";
import type { WorkflowTest } from "./use-tests.ts";

/** Another name, other tolerances. What ran already is judged anew. */
export function ChangeTestDialog({ test, onClose }: { test: WorkflowTest; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const change = useMutation(
    trpc.workflowTests.change.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.workflowTests.pathFilter());
        onClose();
      },
    }),
  );

  return (
    <TestDialog
      title={`Change “${test.name}”`}
      description="What ran already is judged anew by what you say here; nothing has to run again."
      submit="Change the test"
      name={test.name}
      outputs={test.outputs}
      request={change}
      onSubmit={({ name, tolerances, isSame }) =>
        change.mutate({ testId: test.id, name, ...(!isSame && { tolerances }) })
      }
      onClose={onClose}
    />
  );
}
