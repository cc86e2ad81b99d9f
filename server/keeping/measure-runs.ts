import "#server-only";
import type { Database } from "../db/client.ts";
import { contentBytesOf, recordBytesOf } from "./run-size-sql.ts";

/** Some 20 ms of one connection. */
const BATCH = 500;
/** An end is dated when its statement begins; one that commits later than this is measured by the next sweep. */
const SETTLED_S = 5;

/**
 * Writes the sizes of runs that have ended since the last time, a batch of each workspace that has some. Gives how many they
 * were: 0 when all are known.
 */
export async function measureRuns(database: Database): Promise<number> {
  const { rowCount } = await database.$client.query(`
    with due as (
      select w.id as workspace_id, k.measured_to as since, (
        select max(finished_at) from (
          select finished_at from runs
          where workspace_id = w.id and finished_at > coalesce(k.measured_to, '-infinity')
            and finished_at < now() - interval '${SETTLED_S} seconds'
          order by finished_at limit ${BATCH}
        ) as next
      ) as up_to
      from workspaces w left join run_keeping k on k.workspace_id = w.id
    ), marked as (
      insert into run_keeping (workspace_id, measured_to) select workspace_id, up_to from due where up_to is not null
      on conflict (workspace_id) do update set measured_to = greatest(run_keeping.measured_to, excluded.measured_to)
    )
    insert into run_sizes (workspace_id, run_id, number, record_bytes, size_bytes)
    select workspace_id, id, number, record_bytes, record_bytes + content_bytes from (
      select r.workspace_id, r.id, r.number, ${recordBytesOf("r")} as record_bytes, ${contentBytesOf("r")} as content_bytes
      from due join runs r on r.workspace_id = due.workspace_id
        and r.finished_at > coalesce(due.since, '-infinity') and r.finished_at <= due.up_to
      -- One that is being deleted is none any more.
      for key share of r skip locked
    ) as measured
    on conflict (run_id) do update set record_bytes = excluded.record_bytes, size_bytes = excluded.size_bytes`);
  return rowCount ?? 0;
}

/** Writes the sizes of a workspace's runs that `measureRuns` passed over. It looks at all of them, so it is for sweeps. */
export async function measureForgotten(database: Database, workspaceId: string): Promise<void> {
  await database.$client.query(
    `insert into run_sizes (workspace_id, run_id, number, record_bytes, size_bytes)
     select workspace_id, id, number, record_bytes, record_bytes + content_bytes from (
       select r.workspace_id, r.id, r.number, ${recordBytesOf("r")} as record_bytes, ${contentBytesOf("r")} as content_bytes
       from runs r where r.workspace_id = $1 and r.finished_at is not null
         and not exists (select from run_sizes s where s.run_id = r.id)
       for key share of r skip locked
     ) as measured
     on conflict (run_id) do nothing`,
    [workspaceId],
  );
}
