import "#server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { secrets } from "../db/schema/secrets.ts";
import { openSecret, sealSecret, type SecretKeys } from "./seal-secret.ts";

/**
 * Seals anew, with the newest key, what an older one sealed, so that the older ones can be taken away. A secret that is set
 * meanwhile keeps what it was set to.
 */
export async function resealSecrets({
  database,
  secretKeys,
}: {
  database: Database;
  secretKeys: SecretKeys;
}): Promise<number> {
  const older = secretKeys.slice(1).map(({ id }) => id);
  if (older.length === 0) return 0;
  const rows = await database.select().from(secrets).where(inArray(secrets.keyId, older));
  let count = 0;
  for (const { workspaceId, name, keyId, sealed } of rows) {
    const place = { workspaceId, name };
    const value = openSecret(secretKeys, place, { keyId, sealed });
    if (value === null) continue;
    const resealed = await database
      .update(secrets)
      .set(sealSecret(secretKeys, place, value))
      .where(and(eq(secrets.workspaceId, workspaceId), eq(secrets.name, name), eq(secrets.sealed, sealed)))
      .returning({ name: secrets.name });
    count += resealed.length;
  }
  return count;
}
