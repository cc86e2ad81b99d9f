import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import { AppError } from "../app-error.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";
import { modelVersions } from "../db/schema/models.ts";
import { modelBatching, modelPlacements } from "../db/schema/workers.ts";
import type { OperatorPlacement } from "../inference/place-operators.ts";
import { startBackgroundWork, type BackgroundWork } from "./background-work.ts";

/** What is kept where trying told nothing. */
const UNDECIDED = "Only real inputs can tell.";

/**
 * Finds out, for each model file of the installation, whether its calls may be computed together, and for each device that
 * this worker proved beside the processor which operators compute where. One file after the other; what another worker has
 * found out is not looked at again.
 */
export function startModelExaminer({
  database,
  artifacts,
  devices,
  runtime,
  place,
  prove,
  everyMs,
  onLog,
}: {
  database: Database;
  artifacts: Pick<ArtifactStore, "localPath">;
  devices: () => readonly string[];
  /** Version of ONNX Runtime. */
  runtime: string;
  place: (path: string, device: string) => Promise<OperatorPlacement>;
  prove: (path: string) => Promise<BatchingVerdict | null>;
  everyMs: number;
  onLog: (message: string) => void;
}): BackgroundWork {
  /** Files whose content is gone: looked for once, not at every turn. */
  const missing = new Set<string>();

  async function examineAll(signal: AbortSignal) {
    for (const hash of await findUntried(database, { runtime })) {
      if (signal.aborted) return;
      if (!missing.has(hash)) await examine(hash, (path) => tryBatching(hash, path));
    }
    for (const device of devices().filter((one) => one !== "cpu")) {
      for (const hash of await findUnexamined(database, { device, runtime })) {
        if (signal.aborted) return;
        if (!missing.has(hash)) await examine(hash, (path) => findPlacement(hash, path, device));
      }
    }
  }

  async function examine(hash: string, find: (path: string) => Promise<void>) {
    const path = await artifacts.localPath(hash).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      missing.add(hash);
    });
    if (path) await find(path);
  }

  async function tryBatching(hash: string, path: string) {
    const { isBatched, why } = (await prove(path)) ?? { isBatched: null, why: UNDECIDED };
    const found = { runtime, isBatched, why, foundAt: new Date() };
    await database
      .insert(modelBatching)
      .values({ hash, ...found })
      .onConflictDoUpdate({ target: modelBatching.hash, set: found });
  }

  async function findPlacement(hash: string, path: string, device: string) {
    const found = { runtime, placement: await place(path, device), foundAt: new Date() };
    await database
      .insert(modelPlacements)
      .values({ hash, device, ...found })
      .onConflictDoUpdate({ target: [modelPlacements.hash, modelPlacements.device], set: found });
  }

  const failed = "Models could not be examined; tried again soon";
  return startBackgroundWork({ everyMs, work: examineAll, failed, onLog });
}

/** Hashes of model files without a placement on the device by this runtime. */
async function findUnexamined(
  database: Database,
  { device, runtime }: { device: string; runtime: string },
): Promise<string[]> {
  const rows = await database
    .selectDistinct({ hash: modelVersions.hash })
    .from(modelVersions)
    .leftJoin(
      modelPlacements,
      and(
        eq(modelPlacements.hash, modelVersions.hash),
        eq(modelPlacements.device, device),
        eq(modelPlacements.runtime, runtime),
      ),
    )
    .where(sql`${modelPlacements.hash} is null`);
  return rows.map(({ hash }) => hash);
}

/** Hashes of model files of which this runtime has not told yet whether their calls may be computed together. */
async function findUntried(database: Database, { runtime }: { runtime: string }): Promise<string[]> {
  const rows = await database
    .selectDistinct({ hash: modelVersions.hash })
    .from(modelVersions)
    .leftJoin(modelBatching, and(eq(modelBatching.hash, modelVersions.hash), eq(modelBatching.runtime, runtime)))
    .where(sql`${modelBatching.hash} is null`);
  return rows.map(({ hash }) => hash);
}
