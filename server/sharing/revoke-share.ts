import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { runShares } from "../db/schema/run-shares.ts";
import type { ServiceContext } from "../service-context.ts";

/** From its commit on the link opens nothing, also on pages that are open. Revoking it again changes nothing. @throws AppError NOT_FOUND */
export async function revokeShare({ tenant, userId }: ServiceContext, { shareId }: { shareId: string }): Promise<void> {
  const revoked = await tenant.run((tx) =>
    tx
      .update(runShares)
      .set({
        revokedAt: sql`coalesce(${runShares.revokedAt}, now())`,
        revokedBy: sql`case when ${runShares.revokedAt} is null then ${userId} else ${runShares.revokedBy} end`,
      })
      .where(and(eq(runShares.workspaceId, tenant.workspaceId), eq(runShares.id, shareId)))
      .returning({ id: runShares.id }),
  );
  if (revoked.length === 0) throw new AppError("NOT_FOUND", "There is no such link.");
}
