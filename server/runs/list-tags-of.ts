import "#server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { runs } from "../db/schema/runs.ts";
import type { ServiceContext } from "../service-context.ts";

/** The tags that any of these runs has, by name. Runs that are gone have none. */
export async function listTagsOf(
  { tenant }: Pick<ServiceContext, "tenant">,
  { runIds }: { runIds: readonly string[] },
): Promise<string[]> {
  const rows = await tenant.run((tx) =>
    tx
      .selectDistinct({ tag: sql<string>`unnest(${runs.tags})` })
      .from(runs)
      .where(and(eq(runs.workspaceId, tenant.workspaceId), inArray(runs.id, [...runIds]))),
  );
  return rows.map(({ tag }) => tag).toSorted((one, other) => one.localeCompare(other, "en"));
}
