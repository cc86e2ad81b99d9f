import { asServerError } from "#components/trpc";
import { Button } from "#components/ui/button";
import { ErrorState } from "#components/ui/error-state";

/** In the place of charts that the server did not give. */
export function ChartsError({ title, error, onRetry }: { title: string; error: unknown; onRetry: () => void }) {
  const sent = asServerError(error);
  return (
    <ErrorState
      isAligned
      title={title}
      details={sent?.data?.requestId}
      actions={
        <Button variant="primary" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {sent?.data ? sent.message : "The server did not answer."}
    </ErrorState>
  );
}
