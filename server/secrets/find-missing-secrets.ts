import "#server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Graph } from "../../graph/schema.ts";
import { secretNamesIn } from "../../graph/secret-ref.ts";
import { secrets } from "../db/schema/secrets.ts";
import type { ServiceContext } from "../service-context.ts";

/** The secrets that the graphs name and that their workspace does not have. */
export async function findMissingSecrets(
  { tenant }: Pick<ServiceContext, "tenant">,
  graphs: readonly Graph[],
): Promise<string[]> {
  const names = secretNamesIn(graphs);
  if (names.length === 0) return [];
  const rows = await tenant.run((tx) =>
    tx
      .select({ name: secrets.name })
      .from(secrets)
      .where(and(eq(secrets.workspaceId, tenant.workspaceId), inArray(secrets.name, names))),
  );
  const known = new Set(rows.map(({ name }) => name));
  return names.filter((name) => !known.has(name));
}
