import "#server-only";
import { asc, eq, sql } from "drizzle-orm";
import { runViews } from "../db/schema/run-views.ts";
import type { ServiceContext } from "../service-context.ts";

export type RunView = { id: string; name: string; query: string; columns: string[] };

/** By name. */
export async function listRunViews({ tenant }: ServiceContext): Promise<RunView[]> {
  return tenant.run((tx) =>
    tx
      .select({ id: runViews.id, name: runViews.name, query: runViews.query, columns: runViews.columns })
      .from(runViews)
      .where(eq(runViews.workspaceId, tenant.workspaceId))
      .orderBy(asc(sql`lower(${runViews.name})`)),
  );
}
