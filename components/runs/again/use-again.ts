"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "#components/trpc";
import { showToast } from "../../ui/toast-store.ts";

const whyNot = (title: string) => (error: { message: string }) =>
  showToast({ tone: "failed", title, description: error.message });

/**
 * The ways on from a run that is there: retry it, start a new one from a step of it (restart) or like it (replay), or make a
 * workflow of what it ran and gave (fork). Each goes to where that is seen.
 */
export function useAgain() {
  const trpc = useTRPC();
  const router = useRouter();
  const openRun = ({ runId }: { runId: string }) => router.push(`/runs/${runId}`);
  const retry = useMutation(
    trpc.runs.retry.mutationOptions({
      // The page of this run begins anew, with what the server has now.
      onSuccess: () => router.refresh(),
      onError: whyNot("The run was not retried"),
    }),
  );
  const restart = useMutation(
    trpc.runs.restart.mutationOptions({ onSuccess: openRun, onError: whyNot("The run was not restarted") }),
  );
  const replay = useMutation(
    trpc.runs.replay.mutationOptions({ onSuccess: openRun, onError: whyNot("The run was not replayed") }),
  );
  const fork = useMutation(
    trpc.runs.fork.mutationOptions({
      onSuccess: ({ workflowId, unpinned }) => {
        const lacking =
          unpinned === 0
            ? ""
            : ` ${unpinned === 1 ? "One value is" : `${unpinned} values are`} too large to be pinned.`;
        showToast({
          title: "This is a workflow of its own",
          description: `Its outputs are pinned to what the run gave. Unpin what is to be computed.${lacking}`,
        });
        router.push(`/workflows/${workflowId}`);
      },
      onError: whyNot("The run was not forked"),
    }),
  );
  return { retry, restart, replay, fork };
}
