import "#server-only";
import { and, eq, inArray } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { apiKeys } from "../db/schema/api-keys.ts";
import { deployments } from "../db/schema/deployments.ts";
import type { ServiceContext } from "../service-context.ts";
import { makeKey } from "./make-key.ts";

export type NewApiKey = {
  name: string;
  mayRun: boolean;
  /** Null for all, also those to come. */
  deploymentIds: string[] | null;
  expiresAt: Date | null;
};

/** The answer is the only one that ever holds the key. @throws AppError BAD_REQUEST, NOT_FOUND for another workspace's deployment */
export async function createApiKey(
  { tenant, userId }: ServiceContext,
  { name, mayRun, deploymentIds, expiresAt }: NewApiKey,
): Promise<{ id: string; key: string }> {
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    throw new AppError("BAD_REQUEST", "The key would have expired already. Choose a later day.", {
      reason: "bad-input",
    });
  }
  const { workspaceId } = tenant;
  const { key, prefix, hash } = makeKey();
  const wanted = deploymentIds && [...new Set(deploymentIds)];
  return await tenant.run(async (tx) => {
    if (wanted) {
      const known = await tx
        .select({ id: deployments.id })
        .from(deployments)
        .where(and(eq(deployments.workspaceId, workspaceId), inArray(deployments.id, wanted)));
      if (known.length < wanted.length) throw new AppError("NOT_FOUND", "There is no such deployment.");
    }
    const values = { workspaceId, name, prefix, hash, mayRun, deploymentIds: wanted, createdBy: userId, expiresAt };
    const [made] = await tx.insert(apiKeys).values(values).returning({ id: apiKeys.id });
    return { id: made!.id, key };
  });
}
