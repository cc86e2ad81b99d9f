"use client";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { ErrorState } from "#components/ui/error-state";

/** A page that could not be rendered. `digest` is the number under which the server's log has more. */
export function PageFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  const details = error.digest ? `error ${error.digest}` : undefined;
  return (
    <ErrorState
      title="This page could not be loaded"
      details={details}
      actions={
        <>
          <Button
            variant="primary"
            onClick={() =>
              startTransition(() => {
                router.refresh();
                reset();
              })
            }
          >
            Try again
          </Button>
          {details && <CopyButton label="Copy the error number" text={details} />}
        </>
      }
    >
      {details
        ? "The server answered with an error. Nothing was changed; its log has more under the number below."
        : "Something on this page went wrong in the browser. Nothing was changed."}
    </ErrorState>
  );
}
