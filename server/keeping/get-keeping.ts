import "#server-only";
import { desc, eq } from "drizzle-orm";
import { type KeepingRules, noRules } from "../../graph/keeping-rules.ts";
import { users } from "../db/schema/accounts.ts";
import { runKeeping, runSweeps } from "../db/schema/keeping.ts";
import type { ServiceContext } from "../service-context.ts";
import { FORMER_MEMBER } from "../runs/starter-name.ts";

const SWEEPS_SHOWN = 10;

export type Keeping = {
  rules: KeepingRules;
  /** Who set them last; null while they are as they were at first. */
  changed: { by: string; at: Date } | null;
  /** When the runs were last looked at. */
  sweptAt: Date | null;
  /** Those that removed something, newest first. */
  sweeps: Sweep[];
};

/** `endedAt` is null while it goes on. */
export type Sweep = { id: string; startedAt: Date; endedAt: Date | null; removedRuns: number; freedBytes: number };

/** The rules by which the workspace lets runs go, and what they removed lately. */
export async function getKeeping({ tenant }: ServiceContext): Promise<Keeping> {
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    const [row] = await tx
      .select({
        maxAgeDays: runKeeping.maxAgeDays,
        maxRuns: runKeeping.maxRuns,
        maxBytes: runKeeping.maxBytes,
        changedAt: runKeeping.changedAt,
        name: users.name,
        sweptAt: runKeeping.sweptAt,
      })
      .from(runKeeping)
      .leftJoin(users, eq(users.id, runKeeping.changedBy))
      .where(eq(runKeeping.workspaceId, workspaceId));
    const sweeps = await tx
      .select({
        id: runSweeps.id,
        startedAt: runSweeps.startedAt,
        endedAt: runSweeps.endedAt,
        removedRuns: runSweeps.removedRuns,
        freedBytes: runSweeps.freedBytes,
      })
      .from(runSweeps)
      .where(eq(runSweeps.workspaceId, workspaceId))
      .orderBy(desc(runSweeps.startedAt))
      .limit(SWEEPS_SHOWN);
    if (!row) return { rules: noRules, changed: null, sweptAt: null, sweeps };
    const { name, changedAt, sweptAt, ...rules } = row;
    return { rules, changed: changedAt && { by: name ?? FORMER_MEMBER, at: changedAt }, sweptAt, sweeps };
  });
}
