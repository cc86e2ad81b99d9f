import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, inArray, or, sql } from "drizzle-orm";
import { runs } from "../db/schema/runs.ts";
import { compileQuery } from "./find/find-runs.ts";
import { askedOf, type RunsAsked } from "./list-runs.ts";
import { type RunListRow, selectRunListRows } from "./run-list-row.ts";
import type { RunContext } from "./run-services.ts";

/** A list need not follow every batch of events. */
const AT_MOST_EVERY_MS = 150;
const POLL_EVERY_MS = 5_000;
const MAX_ROWS = 500;

/** `isMatch`: whether it is among the runs that the query asks for, as it is now. */
export type RunChange = { row: RunListRow; isMatch: boolean };

/** Yields the list row of each live run of the workspace, then again whenever one changes, until `signal` aborts. */
export async function* watchChanges(
  context: RunContext,
  { signal, ...given }: { signal: AbortSignal } & RunsAsked,
): AsyncGenerator<RunChange, void> {
  const { tenant, runServices } = context;
  const asked = askedOf(context, given);
  const { workspaceId } = asked;
  /** What was sent of each run, as long as it may change or be read again. */
  let sent = new Map<string, string>();
  while (!signal.aborted) {
    const heard = new AbortController();
    const wakeup = runServices.wakeups.next(workspaceId, POLL_EVERY_MS, AbortSignal.any([signal, heard.signal]));
    try {
      const changes = await tenant.run(async (tx) => {
        const rows = await selectRunListRows(tx, { workspaceId, where: recent, limit: MAX_ROWS });
        const isAll = asked.query.clauses.length === 0;
        const matching = isAll || rows.length === 0 ? null : await idsMatching(tx, rows);
        return rows.map((row): RunChange => ({ row, isMatch: matching?.has(row.id) ?? true }));
      });
      const before = sent;
      sent = new Map(changes.map((change) => [change.row.id, JSON.stringify(change)]));
      // Oldest first, so that lists fill in the order in which they were started.
      for (const change of changes.reverse()) if (before.get(change.row.id) !== sent.get(change.row.id)) yield change;
      await sleep(AT_MOST_EVERY_MS, undefined, { signal }).catch(() => {});
      await wakeup;
    } finally {
      heard.abort();
    }
  }

  /** Asked of the database, which alone knows the names and values that the query is about. */
  async function idsMatching(tx: Parameters<typeof selectRunListRows>[0], rows: readonly RunListRow[]) {
    const { filter } = await compileQuery(tx, asked);
    const ids = rows.map(({ id }) => id);
    const found = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), inArray(runs.id, ids), filter));
    return new Set(found.map(({ id }) => id));
  }
}

/** Live, or ended or edited so lately that a look may have missed it. */
const recent = or(
  inArray(runs.status, ["queued", "running", "waiting"]),
  sql`${runs.finishedAt} > now() - interval '1 minute'`,
  sql`${runs.editedAt} > now() - interval '1 minute'`,
);
