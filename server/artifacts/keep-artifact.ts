import { artifacts } from "../db/schema/artifacts.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** Makes content that lies in the store the workspace's own. Content that it has already keeps its media type. */
export async function keepArtifact(
  tx: TenantTransaction,
  artifact: { workspaceId: string; hash: string; sizeBytes: number; mediaType: string },
): Promise<void> {
  await tx
    .insert(artifacts)
    .values(artifact)
    .onConflictDoUpdate({ target: [artifacts.workspaceId, artifacts.hash], set: { isMade: false } });
}
