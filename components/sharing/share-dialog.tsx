"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Skeleton } from "#components/ui/skeleton";
import { NewShare } from "./new-share";
import { ShareList } from "./share-list";

/** Makes links to a run, and shows those that there are, with the way to end each. */
export function ShareDialog({ runId, onClose }: { runId: string; onClose: () => void }) {
  const trpc = useTRPC();
  const { data: shares, error, refetch } = useQuery(trpc.runShares.list.queryOptions({ runId }));
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      width="lg"
      title="Share this run"
      description="Whoever has a link sees this run without an account: its graph with all settings, every value, and the times. They can change nothing, and see no other run, model or name of your workspace."
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 pb-3">
        <NewShare runId={runId} />
        <section aria-label="Links" className="grid grid-cols-[minmax(0,1fr)] gap-2">
          <h3 className="text-sm">Links to this run</h3>
          {error ? (
            <p role="alert" className="flex flex-wrap items-center gap-2 text-xs">
              <span className="text-danger">The links could not be read. {error.message}</span>
              <Button size="sm" onClick={() => void refetch()}>
                Try again
              </Button>
            </p>
          ) : shares ? (
            <ShareList runId={runId} shares={shares} />
          ) : (
            <Skeleton className="h-12 w-full" />
          )}
        </section>
      </div>
    </Dialog>
  );
}
