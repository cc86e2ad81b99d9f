import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { inArray, or, sql } from "drizzle-orm";
import { runs } from "../db/schema/runs.ts";
import { type RunListRow, selectRunListRows } from "./run-list-row.ts";
import type { RunContext } from "./run-services.ts";

/** A list need not follow every batch of events. */
const AT_MOST_EVERY_MS = 150;
const POLL_EVERY_MS = 5_000;
const MAX_ROWS = 500;

/** Yields the list row of each live run of the workspace, then again whenever one changes, until `signal` aborts. */
export async function* watchChanges(
  { tenant, runServices }: Pick<RunContext, "tenant" | "runServices">,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<RunListRow, void> {
  const { workspaceId } = tenant;
  /** What was sent of each run, as long as it may change or be read again. */
  let sent = new Map<string, string>();
  while (!signal.aborted) {
    const heard = new AbortController();
    const wakeup = runServices.wakeups.next(workspaceId, POLL_EVERY_MS, AbortSignal.any([signal, heard.signal]));
    try {
      const rows = await tenant.run((tx) => selectRunListRows(tx, { workspaceId, where: recent, limit: MAX_ROWS }));
      const before = sent;
      sent = new Map(rows.map((row) => [row.id, JSON.stringify(row)]));
      // Oldest first, so that lists fill in the order in which they were started.
      for (const row of rows.reverse()) if (before.get(row.id) !== sent.get(row.id)) yield row;
      await sleep(AT_MOST_EVERY_MS, undefined, { signal }).catch(() => {});
      await wakeup;
    } finally {
      heard.abort();
    }
  }
}

/** Live, or ended so lately that a look may have missed it. */
const recent = or(
  inArray(runs.status, ["queued", "running", "waiting"]),
  sql`${runs.finishedAt} > now() - interval '1 minute'`,
);
