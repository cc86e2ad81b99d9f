import "#server-only";
import { and, asc, eq, gt } from "drizzle-orm";
import type { RunEvent } from "../../graph/run-events.ts";
import { runEvents, runs } from "../db/schema/runs.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import type { RunContext } from "./run-services.ts";

/** NOTIFY makes this quick; the poll makes it certain. A pooler or a dropped connection costs two seconds, not the event. */
const POLL_EVERY_MS = 2_000;
const MAX_ROWS_PER_READ = 1_000;

/** Yields the events of a run after `afterSeq`, then each new one, and ends with the run; it goes on over an end after which the run was retried. */
export async function* watchRun(
  { tenant, runServices }: Pick<RunContext, "tenant" | "runServices">,
  { runId, afterSeq, signal }: { runId: string; afterSeq: number; signal: AbortSignal },
): AsyncGenerator<{ seq: number; event: RunEvent }, void> {
  let cursor = afterSeq;
  while (!signal.aborted) {
    const heard = new AbortController();
    // Listen before reading: an event committed between the two would otherwise wait for the poll.
    const wakeup = runServices.wakeups.next(runId, POLL_EVERY_MS, AbortSignal.any([signal, heard.signal]));
    try {
      const rows = await tenant.run((tx) => readEvents(tx, { workspaceId: tenant.workspaceId, runId, cursor }));
      if (rows === "over") return;
      for (const row of rows) {
        yield row;
        cursor = row.seq;
      }
      // An end is the last event, unless the run was retried: whether it was is read at once.
      if (rows.at(-1)?.event.type === "run.finished") continue;
      if (rows.length < MAX_ROWS_PER_READ) await wakeup;
    } finally {
      heard.abort();
    }
  }
}

/** "over" when nothing will ever follow: whoever saw the last event and connects again is not to wait for another. */
async function readEvents(
  tx: TenantTransaction,
  { workspaceId, runId, cursor }: { workspaceId: string; runId: string; cursor: number },
) {
  const rows = await tx
    .select({ seq: runEvents.seq, event: runEvents.event })
    .from(runEvents)
    .where(and(eq(runEvents.workspaceId, workspaceId), eq(runEvents.runId, runId), gt(runEvents.seq, cursor)))
    .orderBy(asc(runEvents.seq))
    .limit(MAX_ROWS_PER_READ);
  if (rows.length > 0) return rows;
  const [run] = await tx
    .select({ finishedAt: runs.finishedAt, lastSeq: runs.lastSeq })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)));
  return !run || (run.finishedAt !== null && run.lastSeq <= cursor) ? ("over" as const) : rows;
}
