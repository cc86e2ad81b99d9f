"use client";
import { CircleX, FileX } from "lucide-react";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Loading, Skeleton } from "#components/ui/skeleton";
import { ContentError } from "./fetch-content.ts";

/** In the place of a value that is on its way. */
export function ContentLoading({ label, className = "h-32 w-full" }: { label: string; className?: string }) {
  return (
    <Loading label={`Loading ${label}`}>
      <Skeleton className={className} />
    </Loading>
  );
}

/** In the place of a value that did not come: it is gone for good, or can be asked for again. */
export function ContentFailed({ label, error, onRetry }: { label: string; error: Error; onRetry?: () => void }) {
  const isGone = error instanceof ContentError && error.isGone;
  return (
    <div role="alert" className={frame}>
      <p className="flex items-center gap-2 font-medium" data-status={isGone ? "skipped" : "failed"}>
        <Icon icon={isGone ? FileX : CircleX} size={14} className="text-state" />
        {isGone ? `Gone: the ${label}` : `Could not be read: the ${label}`}
      </p>
      <p className="wrap-anywhere text-2">
        {isGone
          ? "It was cleared away or damaged on the disk. Run the workflow again to make it anew."
          : sentenceOf(error)}
      </p>
      {!isGone && onRetry && (
        <Button size="sm" onClick={onRetry}>
          Read it again
        </Button>
      )}
    </div>
  );
}

/** In the place of a value whose viewer did not come: without a connection, or because newer ones have taken its place. */
export function ViewerFailed({ label, onRetry }: { label: string; onRetry: () => void }) {
  return (
    <div role="alert" className={frame}>
      <p className="flex items-center gap-2 font-medium" data-status="failed">
        <Icon icon={CircleX} size={14} className="text-state" />
        Could not be shown: the {label}
      </p>
      <p className="wrap-anywhere text-2">
        The part of the page that shows it did not load. Check the connection and try again; if Patchbay was updated
        since the page opened, reload the page.
      </p>
      <p className="flex flex-wrap gap-1.5">
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
        <Button size="sm" variant="quiet" onClick={() => window.location.reload()}>
          Reload the page
        </Button>
      </p>
    </div>
  );
}

const frame = "grid justify-items-start gap-2 rounded-3 border border-line bg-sunken px-3 py-3 text-xs";

function sentenceOf(error: Error): string {
  // A fetch that never reached the server says only that it failed.
  return error instanceof TypeError ? "The server did not answer. Check the connection." : error.message;
}
