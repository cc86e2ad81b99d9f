"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { showToast } from "../ui/toast-store.ts";

export type TestList = RouterOutputs["workflowTests"]["list"];
export type WorkflowTest = TestList["tests"][number];
export type TestResult = WorkflowTest["results"][number];

/** While a test runs, its verdict is asked for this often. */
const ASK_EVERY_MS = 1_000;

/** The tests of a workflow with their results on its newest versions, and what one does with them. */
export function useTests(workflowId: string, { versions }: { versions: number }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useQuery(
    trpc.workflowTests.list.queryOptions(
      { workflowId, versions },
      { staleTime: 0, refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? ASK_EVERY_MS : false) },
    ),
  );
  const refresh = () => queryClient.invalidateQueries(trpc.workflowTests.pathFilter());
  const failed = (title: string) => (error: { message: string }) =>
    showToast({ tone: "failed", title, description: error.message });
  const run = useMutation(
    trpc.workflowTests.run.mutationOptions({
      onSuccess: async ({ held }) => {
        if (held !== null) showToast({ tone: "failed", title: "Not all tests were started", description: held });
        await refresh();
      },
      onError: failed("The tests were not started"),
    }),
  );
  const accept = useMutation(
    trpc.workflowTests.accept.mutationOptions({ onSuccess: refresh, onError: failed("The test expects what it did") }),
  );
  const remove = useMutation(
    trpc.workflowTests.remove.mutationOptions({ onSuccess: refresh, onError: failed("The test was not deleted") }),
  );
  return { list, run, accept, remove };
}

export function isRunning({ tests }: TestList): boolean {
  return tests.some(({ results }) => results.some(({ state }) => state === "running"));
}
