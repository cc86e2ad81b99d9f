"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "#components/shell/page-header";
import { asServerError, type RouterOutputs, useTRPC, useTRPCClient } from "#components/trpc";
import { Button, LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { ErrorState } from "#components/ui/error-state";
import { openItems } from "#graph/batches";
import { chartsAddress } from "../runs/charts/charts-address.ts";
import { runsAddress } from "../runs/list/run-query-url.ts";
import { RunsViews } from "../runs/runs-views";
import { BatchesTable } from "./batches-table";

/** While one of them goes on. */
const REFRESH_MS = 3_000;

/** The batches of the workspace, newest first. */
export function BatchesPage({ initial }: { initial: RouterOutputs["batches"]["list"] }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const list = useInfiniteQuery({
    queryKey: trpc.batches.list.infiniteQueryKey({}),
    // Not the adapter's own query function: it sends a direction, which the strict input refuses.
    queryFn: ({ pageParam, signal }) => client.batches.list.query(pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    initialData: { pages: [initial], pageParams: [null] },
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ counts }) => openItems(counts) > 0)) ? REFRESH_MS : false,
  });
  const batches = list.data.pages.flatMap(({ items }) => items);
  return (
    <>
      <PageHeader
        title="Runs"
        facts={<RunsViews current="batches" list={runsAddress("")} charts={chartsAddress("")} />}
      />
      {batches.length === 0 ? (
        <EmptyState
          icon={Layers}
          title="No batch has run yet"
          actions={
            <LinkButton variant="primary">
              <Link href="/workflows">Choose a workflow</Link>
            </LinkButton>
          }
        >
          A batch runs a workflow over many files, or over the rows of a table. Open the form of a workflow, and “Many”
          there.
        </EmptyState>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-6 py-3 max-sm:px-4">
          {list.isError && (
            <ErrorState isAligned title="The list is not up to date">
              {asServerError(list.error)?.message ?? "The server did not answer."}
            </ErrorState>
          )}
          <BatchesTable batches={batches} />
          {list.hasNextPage && (
            <div>
              <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Show older ones
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}
