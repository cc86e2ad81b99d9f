process.env.ORT_DISABLE_TELEMETRY = "1";
process.env.NEXT_TELEMETRY_DISABLED = "1";

import { openFolderStore } from "./artifacts/folder-store.ts";
import { openDatabase } from "./db/client.ts";
import { openEnginePool } from "./engine/engine-pool.ts";
import { readEnv, requireDatabaseUrl } from "./env.ts";
import { devicesOf, proveAccelerators } from "./inference/prove-accelerators.ts";
import { endWithParent } from "./start/end-with-parent.ts";
import { startWorker } from "./worker/start-worker.ts";

/** `npm run worker`: claims runs and executes them in engines, until it is asked to end. */

const env = readEnv();
const databaseUrl = requireDatabaseUrl(env);
const database = openDatabase(databaseUrl, { name: "patchbay-worker" });
const artifacts = await openFolderStore(env.artifactsDir);
// Beside the start: a driver that hangs would hold it up for a minute. Until then `auto` is the processor.
const accelerators = proveAccelerators();
const worker = await startWorker({
  database,
  databaseUrl,
  artifacts,
  pool: openEnginePool({ artifacts, devices: accelerators.then(devicesOf) }),
  accelerators,
  slots: env.runsAtOnce,
});

let isEnding = false;
async function end() {
  if (isEnding) return;
  isEnding = true;
  await worker.stop();
  process.exit(0);
}
process.on("SIGTERM", () => void end());
process.on("SIGINT", () => void end());
endWithParent(() => void end());
