import { and, eq } from "drizzle-orm";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import type { Database } from "../db/client.ts";
import { modelBatching } from "../db/schema/workers.ts";
import { runtimeVersion } from "../inference/runtime-version.ts";

/** Whether calls of a model file may be computed together, where a worker has tried it with this runtime. */
export async function findBatching(database: Database, hash: string): Promise<BatchingVerdict | null> {
  const [found] = await database
    .select({ isBatched: modelBatching.isBatched, why: modelBatching.why })
    .from(modelBatching)
    .where(and(eq(modelBatching.hash, hash), eq(modelBatching.runtime, runtimeVersion)));
  return found && found.isBatched !== null ? { isBatched: found.isBatched, why: found.why } : null;
}
