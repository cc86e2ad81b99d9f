"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { RelativeTime } from "#components/ui/relative-time";
import { formatQuantity } from "../ui/format-number.ts";
import { EndTime } from "./end-time";

type Share = RouterOutputs["runShares"]["list"][number];

/** Newest first; those that open nothing any more say so. */
export function ShareList({ runId, shares }: { runId: string; shares: readonly Share[] }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(
    trpc.runShares.revoke.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.runShares.list.queryFilter({ runId })),
    }),
  );
  if (shares.length === 0) return <p className="text-xs text-3">Nobody has a link to this run.</p>;
  return (
    <>
      {revoke.error && (
        <p role="alert" className="text-xs text-danger">
          The link was not revoked and works still. {revoke.error.message}
        </p>
      )}
      <ul className="overflow-hidden rounded-3 border border-line bg-node text-xs">
        {shares.map((share, index) => (
          <li
            key={share.id}
            className="flex min-h-[54px] flex-wrap items-center gap-x-4 gap-y-1 border-line px-4 py-2 not-first:border-t"
          >
            <div className="min-w-0 flex-1 basis-48">
              <p className="truncate text-sm font-medium">{nameOf(share, index, shares.length)}</p>
              <p className="truncate text-3">
                made <RelativeTime time={share.createdAt} /> by {share.createdBy}
              </p>
            </div>
            <p className="min-w-32 text-2">
              {share.openedAt ? (
                <>
                  opened {share.opened === 1 ? "once" : formatQuantity(share.opened, "time")}
                  <span className="block text-3">
                    last <RelativeTime time={share.openedAt} />
                  </span>
                </>
              ) : (
                "never opened"
              )}
            </p>
            <div className="min-w-32 text-right max-sm:text-left">
              <State share={share} />
            </div>
            {!share.revokedAt && !share.isExpired && (
              <Button
                size="sm"
                isBusy={revoke.isPending && revoke.variables.shareId === share.id}
                onClick={() => revoke.mutate({ shareId: share.id })}
              >
                Revoke<span className="sr-only"> {nameOf(share, index, shares.length)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Without a note links are counted, in the order in which they were made. */
function nameOf({ note }: Share, index: number, count: number): string {
  return note || `Link ${count - index}`;
}

function State({ share: { revokedAt, revokedBy, isExpired, expiresAt } }: { share: Share }) {
  if (revokedAt) {
    return (
      <>
        <Badge status="skipped">revoked</Badge>
        <span className="block truncate text-3">
          <RelativeTime time={revokedAt} /> by {revokedBy}
        </span>
      </>
    );
  }
  if (isExpired) return <Badge status="skipped">expired</Badge>;
  return (
    <span className="text-2">
      {expiresAt ? (
        <>
          ends <EndTime time={expiresAt} />
        </>
      ) : (
        "until revoked"
      )}
    </span>
  );
}
