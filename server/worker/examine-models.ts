import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";
import { modelVersions } from "../db/schema/models.ts";
import { modelPlacements } from "../db/schema/workers.ts";
import type { OperatorPlacement } from "../inference/place-operators.ts";

export type ModelExaminer = { wake: () => void; stop: () => Promise<void> };

/**
 * Finds out, for each model file of the installation and each device that this worker proved beside the processor, which
 * operators compute where. One file after the other; what another worker has found out is not looked at again.
 */
export function startModelExaminer({
  database,
  artifacts,
  devices,
  runtime,
  place,
  everyMs,
  onLog,
}: {
  database: Database;
  artifacts: Pick<ArtifactStore, "localPath">;
  devices: () => readonly string[];
  /** Version of ONNX Runtime. */
  runtime: string;
  place: (path: string, device: string) => Promise<OperatorPlacement>;
  everyMs: number;
  onLog: (message: string) => void;
}): ModelExaminer {
  let working: Promise<void> | null = null;
  let isStopped = false;
  /** Files whose content is gone: looked for once, not at every turn. */
  const missing = new Set<string>();

  async function examineAll() {
    for (const device of devices().filter((one) => one !== "cpu")) {
      for (const hash of await findUnexamined(database, { device, runtime })) {
        if (isStopped) return;
        if (!missing.has(hash)) await examine(hash, device);
      }
    }
  }

  async function examine(hash: string, device: string) {
    try {
      const placement = await place(await artifacts.localPath(hash), device);
      const found = { runtime, placement, foundAt: new Date() };
      await database
        .insert(modelPlacements)
        .values({ hash, device, ...found })
        .onConflictDoUpdate({ target: [modelPlacements.hash, modelPlacements.device], set: found });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      missing.add(hash);
    }
  }

  function wake() {
    working ??= examineAll()
      .catch((error: Error) => onLog(`Models could not be examined; tried again soon: ${error.message}`))
      .finally(() => (working = null));
  }

  const timer = setInterval(wake, everyMs);
  wake();
  return {
    wake,
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await working;
    },
  };
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
