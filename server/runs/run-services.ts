import "#server-only";
import type { Database } from "../db/client.ts";
import { type Admissions, createAdmissions } from "../queue/create-admissions.ts";
import { openQueue, type Queue } from "../queue/open-queue.ts";
import { createBell, type Bell } from "../queue/ring-bell.ts";
import type { ServiceContext } from "../service-context.ts";
import { defaultRunLimits, type RunLimits } from "./run-limits.ts";
import { openWakeups, type Wakeups } from "./wakeups.ts";

/** What the run services of one web process share: opened once, used by all requests. */
export type RunServices = {
  queue: Queue;
  admissions: Admissions;
  bell: Bell;
  wakeups: Wakeups;
  limits: RunLimits;
};

/** Whom a run service acts for, and through what. */
export type RunContext = ServiceContext & { runServices: RunServices };

/** The queue's tables are there already: `installQueue` runs with the migrations. `databaseUrl` is a direct address, not a pooler's. */
export async function openRunServices({
  database,
  databaseUrl,
  limits = defaultRunLimits,
}: {
  database: Database;
  databaseUrl: string;
  limits?: RunLimits;
}): Promise<RunServices & { close: () => Promise<void> }> {
  const queue = await openQueue(database);
  const wakeups = openWakeups(databaseUrl);
  return {
    queue,
    admissions: createAdmissions({ queue, limits }),
    bell: createBell(database),
    wakeups,
    limits,
    close: async () => {
      await wakeups.close();
      await queue.close();
    },
  };
}
