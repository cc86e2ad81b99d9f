"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type RouterOutputs, useTRPC, useTRPCClient } from "#components/trpc";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { showToast } from "../../ui/toast-store.ts";
import { askedOf } from "./use-runs.ts";

type Result = RouterOutputs["runs"]["cancelMany"];

/** What is done to several runs at once, with what came of it. */
export function useMany({
  query,
  onDone,
}: {
  query: string;
  /** With the ids of those that it was refused for and can be tried for again. */
  onDone: (left: readonly string[]) => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [isMatching, setMatching] = useState(false);
  const settled = (words: { done: string; failed: string }) => ({
    onSuccess: (result: Result) => {
      tell(result, words);
      void queryClient.invalidateQueries(trpc.runs.list.infiniteQueryFilter());
      onDone(result.refused?.runIds ?? []);
    },
    onError: (error: { message: string }) =>
      showToast({ tone: "failed", title: words.failed, description: error.message }),
  });
  const cancel = useMutation(
    trpc.runs.cancelMany.mutationOptions(settled({ done: "cancelled", failed: "The runs were not cancelled" })),
  );
  const replay = useMutation(
    trpc.runs.replayMany.mutationOptions(settled({ done: "started again", failed: "The runs were not started" })),
  );
  return {
    cancel: (runIds: string[]) => cancel.mutate({ runIds }),
    isCancelling: cancel.isPending,
    // Oldest first, so that they come in the order in which they ran.
    replay: (runIds: string[]) => replay.mutate({ runIds: runIds.toReversed() }),
    isReplaying: replay.isPending,
    isMatching,
    /** The ids of all that match, as far as so many may be chosen; those given where they cannot be had. */
    async findAll(chosen: string[]): Promise<string[]> {
      setMatching(true);
      try {
        const { runIds, hasMore } = await client.runs.matching.query(askedOf(query));
        if (hasMore) {
          showToast({
            title: `The newest ${formatCount(runIds.length)} are chosen`,
            description: "More may match. No more can be chosen at once.",
          });
        }
        return runIds;
      } catch {
        showToast({ tone: "failed", title: "The runs that match could not be loaded" });
        return chosen;
      } finally {
        setMatching(false);
      }
    },
  };
}

function tell({ done, passedOver, refused }: Result, words: { done: string; failed: string }) {
  const passed = passedOver === 0 ? "" : `${formatCount(passedOver)} had ended already`;
  const runs = `${formatQuantity(done, "run")} ${words.done}`;
  if (refused) {
    const title = done === 0 ? words.failed : `${runs}, ${formatCount(refused.count)} not`;
    showToast({ tone: "failed", title, description: refused.message });
  } else if (done === 0 && passed) showToast({ title: words.failed, description: `${passed}.` });
  else showToast({ title: runs, ...(passed && { description: `${passed}.` }) });
}
