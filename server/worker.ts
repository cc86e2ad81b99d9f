process.env.ORT_DISABLE_TELEMETRY = "1";
process.env.NEXT_TELEMETRY_DISABLED = "1";

import { openFolderStore } from "./artifacts/folder-store.ts";
import { openDatabase } from "./db/client.ts";
import { openEnginePool } from "./engine/engine-pool.ts";
import { readEnv, requireDatabaseUrl } from "./env.ts";
import { devicesOf, proveAccelerators } from "./inference/prove-accelerators.ts";
import { endWithParent } from "./start/end-with-parent.ts";
import { findBatching } from "./models/find-batching.ts";
import { startWorker } from "./worker/start-worker.ts";

/** `npm run worker`: claims runs and executes them in engines, until it is asked to end. */

const starting = start();
let isEnding = false;
process.on("SIGTERM", () => void end());
process.on("SIGINT", () => void end());
endWithParent(() => void end());

async function start() {
  const env = readEnv();
  const databaseUrl = requireDatabaseUrl(env);
  const database = openDatabase(databaseUrl, { name: "patchbay-worker" });
  const artifacts = await openFolderStore(env.artifactsDir);
  const accelerators = await proveAccelerators();
  return await startWorker({
    database,
    databaseUrl,
    artifacts,
    pool: openEnginePool({
      artifacts,
      devices: devicesOf(accelerators),
      findBatching: (hash) => findBatching(database, hash),
    }),
    accelerators: Promise.resolve(accelerators),
    slots: env.runsAtOnce,
    limits: env.runLimits,
    ...(env.cacheBytes > 0 && { cache: { budgetBytes: env.cacheBytes, checkedShare: env.cacheChecked } }),
  });
}

async function end() {
  if (isEnding) return;
  isEnding = true;
  const worker = await starting;
  await worker.stop();
  process.exit(0);
}

await starting.catch((error: unknown) => {
  console.error(`The worker could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
