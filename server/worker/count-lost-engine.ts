import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../db/client.ts";
import { isTransient } from "./is-transient.ts";

/** How many engines the run has taken down, this one included; null when the run is no longer this attempt's. */
export async function countLostEngine(
  database: Database,
  { runId, attempt }: { runId: string; attempt: number },
): Promise<number | null> {
  for (;;) {
    try {
      const { rows } = await database.$client.query<{ engines_lost: number }>(
        `update runs set engines_lost = engines_lost + 1 where id = $1 and attempt = $2 and status = 'running' returning engines_lost`,
        [runId, attempt],
      );
      return rows[0]?.engines_lost ?? null;
    } catch (error) {
      if (!isTransient(error)) throw error;
      await sleep(500);
    }
  }
}
