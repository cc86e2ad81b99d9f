import { StatusLabel } from "#components/ui/status-glyph";
import type { NodeRunState, RunAttempt, StepTry } from "#graph/run-events";
import { formatDuration } from "../../ui/format-duration.ts";
import { formatAbsolute } from "../../ui/format-time.ts";
import type { Status } from "../../ui/status-glyph.tsx";
import { shownStatus } from "../../editor/running/run-words.ts";
import { attemptCount } from "../attempt-count.ts";
import { attemptAt } from "../timeline/step-bars.ts";

const statuses: Record<StepTry["how"], Status> = { failed: "failed", lost: "cancelled", cancelled: "cancelled" };
const words: Record<StepTry["how"], string> = {
  failed: "Failed",
  lost: "Lost with its engine or worker",
  cancelled: "Cancelled",
};

/** Each time that the step began in this run, and how that ended; the newest last. */
export function StepTries({ node, attempts }: { node: NodeRunState; attempts: readonly RunAttempt[] }) {
  const { tries = [], startedAt, durationMs } = node;
  const attemptOf = (ms: number) => (attempts.length > 0 ? attemptCount(attempts, attemptAt(attempts, ms)) : null);
  return (
    <ol className="px-4 py-1 text-xs">
      {tries.map((one) => (
        <Try
          key={one.startedAt}
          status={statuses[one.how]}
          words={words[one.how]}
          startedAt={one.startedAt}
          durationMs={one.endedAt - one.startedAt}
          attempt={attemptOf(one.startedAt)}
          failure={one.failure?.message}
        />
      ))}
      {startedAt !== undefined && (
        <Try
          status={shownStatus(node)}
          words="The newest"
          startedAt={startedAt}
          durationMs={durationMs}
          attempt={attemptOf(startedAt)}
          failure={node.failure?.message}
        />
      )}
    </ol>
  );
}

function Try({
  status,
  words: text,
  startedAt,
  durationMs,
  attempt,
  failure,
}: {
  status: Status;
  words: string;
  startedAt: number;
  durationMs: number | undefined;
  /** At the run, from 1. */
  attempt: number | null;
  failure: string | undefined;
}) {
  return (
    <li className="grid gap-1 border-line py-2 not-first:border-t">
      <p className="flex flex-wrap items-center gap-x-2">
        <StatusLabel status={status}>{text}</StatusLabel>
        {durationMs !== undefined && <span className="tabular-nums text-2">{formatDuration(durationMs)}</span>}
        {attempt !== null && <span className="tabular-nums text-3">attempt {attempt}</span>}
        <time
          dateTime={new Date(startedAt).toISOString()}
          className="ml-auto tabular-nums text-3"
          suppressHydrationWarning
        >
          {formatAbsolute(new Date(startedAt))}
        </time>
      </p>
      {failure && <p className="wrap-anywhere text-2">{failure}</p>}
    </li>
  );
}
