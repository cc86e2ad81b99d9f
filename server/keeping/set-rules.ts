import "#server-only";
import { sql } from "drizzle-orm";
import { hasRules, type KeepingRules } from "../../graph/keeping-rules.ts";
import { runKeeping } from "../db/schema/keeping.ts";
import { channels } from "../queue/channels.ts";
import type { RunContext } from "../runs/run-services.ts";

/** Sets the rules of the workspace. A worker looks at its runs at once, or within some seconds. */
export async function setRules({ tenant, userId, runServices }: RunContext, rules: KeepingRules): Promise<void> {
  const { workspaceId } = tenant;
  const set = {
    ...rules,
    changedBy: userId,
    changedAt: sql`now()`,
    nextSweepAt: hasRules(rules) ? sql`now()` : null,
  };
  await tenant.run((tx) =>
    tx
      .insert(runKeeping)
      .values({ workspaceId, ...set })
      .onConflictDoUpdate({ target: runKeeping.workspaceId, set }),
  );
  runServices.bell.ring(channels.queue, "keeping");
}
