"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import { announce, showToast } from "../ui/toast-store.ts";

/** Answers a question, tells what became of it, and has everything that shows open questions look again. */
export function useAnswerApproval() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.approvals.answer.mutationOptions({
      onSuccess: ({ answered }, { decision }) =>
        announce(answered === 1 ? `The answer was given: ${decision}` : `${answered} answers were given: ${decision}`),
      // Somebody else was quicker, say: the list shows who it was no longer, so the toast does.
      onError: (error) => showToast({ tone: "failed", title: "The answer was not taken", description: error.message }),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.approvals.pathKey() }),
    }),
  );
}
