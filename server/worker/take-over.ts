import "#server-only";
import type { Database } from "../db/client.ts";
import type { Queue } from "../queue/open-queue.ts";
import { handBackRuns } from "./hand-back-runs.ts";
import { inTransaction } from "../db/in-transaction.ts";

/**
 * Hands the runs of a dead worker back and strikes it off the list. Nobody else does so at the same time: while the
 * transaction lasts it holds the dead worker's lock and row. Gives null when it is not dead, or somebody else is at it.
 */
export async function takeOver(
  { database, queue, at = () => {} }: { database: Database; queue: Queue; at?: (point: "takeover") => void },
  deadWorkerId: string,
): Promise<number | null> {
  const count = await inTransaction(database, async (client) => {
    const { rows } = await client.query(
      "select id from workers where id = $1 and pg_try_advisory_xact_lock(lock_key) for update skip locked",
      [deadWorkerId],
    );
    if (rows.length === 0) return null;
    const handedBack = await handBackRuns(client, queue, { owner: deadWorkerId, isLost: true });
    at("takeover");
    await client.query("delete from workers where id = $1", [deadWorkerId]);
    return handedBack;
  });
  if (count) queue.ring("runs");
  return count;
}
