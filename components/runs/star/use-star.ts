"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import { showToast } from "../../ui/toast-store.ts";

/** Stars runs, or takes the stars away. */
export function useStar({ onDone }: { onDone?: (count: number, isStarred: boolean) => void } = {}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const edit = useMutation(
    trpc.runs.edit.mutationOptions({
      onSuccess: async ({ edited }, { isStarred = false }) => {
        onDone?.(edited, isStarred);
        // Awaited, so that the button stands still until the list has it.
        await queryClient.invalidateQueries(trpc.runs.list.infiniteQueryFilter());
      },
      onError: (error) => showToast({ tone: "failed", title: "The star was not changed", description: error.message }),
    }),
  );
  return {
    star: (runIds: readonly string[], isStarred: boolean) => edit.mutate({ runIds: [...runIds], isStarred }),
    isBusy: edit.isPending,
    /** What it becomes, while that is on its way. */
    wanted: edit.isPending ? edit.variables.isStarred : undefined,
  };
}
