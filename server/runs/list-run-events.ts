import "#server-only";
import { sql } from "drizzle-orm";
import type { RunEvent } from "../../graph/run-events.ts";
import { runEvents } from "../db/schema/runs.ts";
import type { ServiceContext } from "../service-context.ts";
import { requireRun } from "./require-run.ts";

const PAGE_EVENTS = 1_000;
/** Of a page, but for its first event: events carry previews of values. */
const PAGE_BYTES = 2_000_000;

export type RunEventPage = {
  events: { seq: number; event: RunEvent }[];
  /** To be given as `afterSeq` for the next page; null after the last event that there is. */
  nextAfterSeq: number | null;
};

/**
 * What happened in a run after `afterSeq`, in order, as many events as a page holds.
 *
 * @throws AppError NOT_FOUND for an unknown and another workspace's run alike.
 */
export async function listRunEvents(
  context: ServiceContext,
  { runId, afterSeq = 0 }: { runId: string; afterSeq?: number | undefined },
): Promise<RunEventPage> {
  await requireRun(context, runId);
  const { tenant } = context;
  const { rows } = await tenant.run((tx) =>
    tx.execute<{ seq: number; event: RunEvent }>(sql`
      select seq, event from (
        select ${runEvents.seq}, ${runEvents.event},
          sum(octet_length(${runEvents.event}::text)) over (order by ${runEvents.seq}) as bytes,
          row_number() over (order by ${runEvents.seq}) as place
        from ${runEvents}
        where ${runEvents.workspaceId} = ${tenant.workspaceId} and ${runEvents.runId} = ${runId}
          and ${runEvents.seq} > ${afterSeq} and ${runEvents.seq} <= ${afterSeq + PAGE_EVENTS}
      ) as page
      where bytes <= ${PAGE_BYTES} or place = 1
      order by seq`),
  );
  // Numbers have no gaps, so the next one tells whether there is more.
  const last = rows.at(-1);
  const hasMore = last !== undefined && (await isThereAfter(context, { runId, seq: last.seq }));
  return { events: rows, nextAfterSeq: hasMore ? last.seq : null };
}

async function isThereAfter({ tenant }: ServiceContext, { runId, seq }: { runId: string; seq: number }) {
  const { rows } = await tenant.run((tx) =>
    tx.execute(sql`select 1 from ${runEvents} where ${runEvents.runId} = ${runId} and ${runEvents.seq} = ${seq + 1}`),
  );
  return rows.length > 0;
}
