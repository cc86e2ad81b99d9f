import "#server-only";
import { asc, eq } from "drizzle-orm";
import { users } from "../db/schema/accounts.ts";
import { secrets } from "../db/schema/secrets.ts";
import { FORMER_MEMBER } from "../runs/starter-name.ts";
import type { ServiceContext } from "../service-context.ts";
import { findSecretUses, type SecretUser } from "./find-secret-uses.ts";
import { openSecret, type SecretKeys } from "./seal-secret.ts";

export type SecretRow = {
  name: string;
  /** Null for any. */
  hosts: string[] | null;
  /** Of the value that is there now. */
  setAt: Date;
  /** A name. */
  setBy: string;
  /** False where it was sealed with a key that this server does not have. */
  isReadable: boolean;
  usedBy: SecretUser[];
};

/** By name. The values never leave the server, nor does any part of them. */
export async function listSecrets({
  tenant,
  secretKeys,
}: Pick<ServiceContext, "tenant"> & { secretKeys: SecretKeys }): Promise<SecretRow[]> {
  const { workspaceId } = tenant;
  return await tenant.run(async (tx) => {
    const rows = await tx
      .select({
        name: secrets.name,
        keyId: secrets.keyId,
        sealed: secrets.sealed,
        hosts: secrets.hosts,
        setAt: secrets.setAt,
        setBy: users.name,
      })
      .from(secrets)
      .leftJoin(users, eq(users.id, secrets.setBy))
      .where(eq(secrets.workspaceId, workspaceId))
      .orderBy(asc(secrets.name));
    const uses = await findSecretUses(tx, { workspaceId });
    return rows.map(({ name, keyId, sealed, setBy, ...row }) => ({
      name,
      ...row,
      setBy: setBy ?? FORMER_MEMBER,
      isReadable: openSecret(secretKeys, { workspaceId, name }, { keyId, sealed }) !== null,
      usedBy: uses.get(name) ?? [],
    }));
  });
}
