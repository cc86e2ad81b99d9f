"use client";
import { usePathname, useRouter } from "next/navigation";
import { startTransition, useCallback, useEffect } from "react";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { ErrorState } from "#components/ui/error-state";
import { errorDetails } from "../ui/error-details.ts";
import { downTitle, NextTry } from "./server-down";
import { useServerProbe } from "./use-server-probe.ts";

/** A database that was away for a moment is back by the time the browser asks: such a page is tried once more by itself. */
const ONCE_WITHIN_MS = 30_000;
let triedAt = 0;

/**
 * A page that could not be rendered. `digest` is the number under which the server's log has more. Where the server, or its
 * database, does not answer, the page comes by itself once it does.
 */
export function PageFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  const isEditor = /^\/workflows\/[^/]+$/.test(usePathname());
  const again = useCallback(
    () =>
      startTransition(() => {
        router.refresh();
        reset();
      }),
    [router, reset],
  );
  const probe = useServerProbe(again);
  const isOfServer = error.digest !== undefined;
  useEffect(() => {
    if (probe.status !== "answers" || !isOfServer || Date.now() - triedAt < ONCE_WITHIN_MS) return;
    triedAt = Date.now();
    again();
  }, [probe.status, isOfServer, again]);
  const kept = isEditor ? " What was not saved is kept in this browser and comes back with the editor." : "";
  if (probe.status === "down") {
    return (
      <ErrorState
        title={downTitle()}
        actions={
          <Button variant="primary" onClick={probe.tryNow}>
            Try now
          </Button>
        }
      >
        This page could not be loaded, because the server or its database cannot be reached. Nothing was changed.{kept}{" "}
        It is tried again by itself, <NextTry at={probe.nextTryAt} />.
      </ErrorState>
    );
  }
  const number = error.digest ? `error ${error.digest}` : undefined;
  return (
    <ErrorState
      title="This page could not be loaded"
      details={number ?? error.message}
      actions={
        <>
          <Button variant="primary" onClick={again}>
            Try again
          </Button>
          {number ? (
            <CopyButton label="Copy the error number" text={number} />
          ) : (
            <CopyButton label="Copy the details" text={errorDetails("This page", error)} />
          )}
        </>
      }
    >
      {number
        ? "The server answered with an error. Nothing was changed; its log has more under the number below."
        : "Something on this page went wrong in the browser. Nothing was changed."}
      {kept}
    </ErrorState>
  );
}
