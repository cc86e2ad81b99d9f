import { desc, gt, sql } from "drizzle-orm";
import { type WorkerAccelerator, workers } from "../db/schema/workers.ts";
import type { ServiceContext } from "../service-context.ts";

export type WorkerAccelerators = {
  worker: { id: string; name: string; seenAt: Date };
  accelerators: WorkerAccelerator[];
};

/** What the workers seen within the last minute proved when they started. Workers serve all workspaces. */
export async function listAccelerators({ tenant }: Pick<ServiceContext, "tenant">): Promise<WorkerAccelerators[]> {
  const rows = await tenant.run((tx) =>
    tx
      .select({ id: workers.id, name: workers.name, seenAt: workers.seenAt, accelerators: workers.accelerators })
      .from(workers)
      .where(gt(workers.seenAt, sql`now() - interval '1 minute'`))
      .orderBy(desc(workers.startedAt), workers.id),
  );
  return rows.map(({ accelerators, ...worker }) => ({ worker, accelerators }));
}
