import { and, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import type { ServiceContext } from "../service-context.ts";

/** @throws AppError NOT_FOUND when the workspace does not have it, whether or not another one does. */
export async function requireArtifact(
  { tenant }: Pick<ServiceContext, "tenant">,
  { hash }: { hash: string },
): Promise<{ hash: string; mediaType: string; sizeBytes: number }> {
  const [found] = await tenant.run((tx) =>
    tx
      .select({ hash: artifacts.hash, mediaType: artifacts.mediaType, sizeBytes: artifacts.sizeBytes })
      .from(artifacts)
      .where(and(eq(artifacts.workspaceId, tenant.workspaceId), eq(artifacts.hash, hash))),
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such file.");
  return found;
}
