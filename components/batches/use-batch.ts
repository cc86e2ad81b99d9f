"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useMemo } from "react";
import { useTRPC } from "#components/trpc";
import { askAgain } from "../streams/ask-again.ts";
import type { BatchDetails } from "./batch-words.ts";

/** A batch, live. `initial` is as the server rendered it; the items on the page are asked for anew whenever it changes. */
export function useBatch(initial: BatchDetails): { batch: BatchDetails; isReconnecting: boolean } {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id: batchId } = initial;
  const { data } = useQuery(
    trpc.batches.get.queryOptions(
      { batchId },
      { initialData: initial, staleTime: Infinity, refetchOnWindowFocus: false },
    ),
  );
  const askForItems = useMemo(
    () => askAgain(() => queryClient.invalidateQueries(trpc.batches.items.queryFilter({ batchId }))),
    [queryClient, trpc, batchId],
  );
  const changes = useSubscription(
    trpc.batches.watch.subscriptionOptions(
      { batchId },
      {
        onData: (batch) => {
          queryClient.setQueryData(trpc.batches.get.queryKey({ batchId }), batch);
          void askForItems();
        },
      },
    ),
  );
  return { batch: data, isReconnecting: changes.status === "connecting" && changes.error !== null };
}
