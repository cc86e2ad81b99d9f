import "#server-only";
import { and, eq, inArray } from "drizzle-orm";
import { NodeError } from "../../graph/node-runner.ts";
import type { Graph } from "../../graph/schema.ts";
import { secretNamesIn } from "../../graph/secret-ref.ts";
import type { Database } from "../db/client.ts";
import { secrets } from "../db/schema/secrets.ts";
import { tenantOf } from "../db/tenant.ts";
import { createMask, type Mask, noMask } from "./mask-secrets.ts";
import { openSecret, type SecretKeys } from "./seal-secret.ts";

export type OpenedSecret = {
  name: string;
  value: string;
  /** Where it may be sent; null for anywhere. */
  hosts: readonly string[] | null;
};

/** The secrets that one run may use: those that its graphs name, as they were when it was claimed. */
export type RunSecrets = {
  /** @throws NodeError "missing-secret" where it is not there, cannot be read, or is not named by the run */
  require: (name: string) => OpenedSecret;
  mask: Mask;
};

export const noSecrets: RunSecrets = givenSecrets([], (name) => `The secret "${name}" is not given to this run.`);

/** Of a workspace, opened for one run. A run that names none asks for nothing. */
export async function openRunSecrets(
  { database, secretKeys }: { database: Database; secretKeys: SecretKeys },
  { workspaceId, graphs }: { workspaceId: string; graphs: readonly Graph[] },
): Promise<RunSecrets> {
  const names = secretNamesIn(graphs);
  if (names.length === 0) return noSecrets;
  const rows = await tenantOf(database, workspaceId).run((tx) =>
    tx
      .select({ name: secrets.name, keyId: secrets.keyId, sealed: secrets.sealed, hosts: secrets.hosts })
      .from(secrets)
      .where(and(eq(secrets.workspaceId, workspaceId), inArray(secrets.name, names))),
  );
  const opened = rows.flatMap(({ name, hosts, ...sealed }) => {
    const value = openSecret(secretKeys, { workspaceId, name }, sealed);
    return value === null ? [] : [{ name, hosts, value }];
  });
  const stored = new Set(rows.map(({ name }) => name));
  return givenSecrets(opened, (name) =>
    stored.has(name)
      ? `The secret "${name}" was sealed with a key that this server does not have. Give it that key again with PATCHBAY_SECRET_KEY, or replace the secret under Settings, Secrets.`
      : `This workspace has no secret "${name}". An admin can create it under Settings, Secrets; or choose another one.`,
  );
}

/** @param explain why one that is not among them cannot be used, and what to do */
export function givenSecrets(opened: readonly OpenedSecret[], explain: (name: string) => string): RunSecrets {
  const byName = new Map(opened.map((secret) => [secret.name, secret]));
  return {
    require: (name) => {
      const secret = byName.get(name);
      if (!secret) throw new NodeError("missing-secret", explain(name));
      return secret;
    },
    mask: opened.length === 0 ? noMask : createMask(opened.map(({ value }) => value)),
  };
}
