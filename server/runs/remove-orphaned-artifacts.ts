import "#server-only";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";

export async function removeOrphanedArtifacts(_parts: {
  database: Database;
  artifacts: ArtifactStore;
}): Promise<{ removed: number; bytes: number }> {
  return { removed: 0, bytes: 0 };
}
