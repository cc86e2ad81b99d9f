import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { secrets } from "../db/schema/secrets.ts";
import type { ServiceContext } from "../service-context.ts";
import { type SecretKeys, sealSecret } from "./seal-secret.ts";

type Secrets = Pick<ServiceContext, "tenant" | "userId"> & { secretKeys: SecretKeys };
type Given = { name: string; value: string; hosts: string[] | null };

/** @throws AppError CONFLICT for a name that is taken */
export async function createSecret(
  { tenant, userId, secretKeys }: Secrets,
  { name, value, hosts }: Given,
): Promise<void> {
  const { workspaceId } = tenant;
  const sealed = sealSecret(secretKeys, { workspaceId, name }, value);
  const made = await tenant.run((tx) =>
    tx
      .insert(secrets)
      .values({ workspaceId, name, ...sealed, hosts, setBy: userId })
      .onConflictDoNothing()
      .returning({ name: secrets.name }),
  );
  if (made.length > 0) return;
  const message = `There is a secret "${name}" already. Replace its value, or choose another name.`;
  throw new AppError("CONFLICT", message, { reason: "name-taken" });
}

/**
 * Its new value is what runs use from their next start on. Hosts that are left out stay as they are.
 *
 * @throws AppError NOT_FOUND
 */
export async function replaceSecret(
  { tenant, userId, secretKeys }: Secrets,
  { name, value, hosts }: Omit<Given, "hosts"> & { hosts?: string[] | null | undefined },
): Promise<void> {
  const { workspaceId } = tenant;
  const sealed = sealSecret(secretKeys, { workspaceId, name }, value);
  const replaced = await tenant.run((tx) =>
    tx
      .update(secrets)
      .set({ ...sealed, setBy: userId, setAt: sql`now()`, ...(hosts !== undefined && { hosts }) })
      .where(and(eq(secrets.workspaceId, workspaceId), eq(secrets.name, name)))
      .returning({ name: secrets.name }),
  );
  if (replaced.length === 0) throw secretNotFound(name);
}

export function secretNotFound(name: string): AppError {
  return new AppError("NOT_FOUND", `There is no secret "${name}".`);
}
