process.env.ORT_DISABLE_TELEMETRY = "1";
process.env.NEXT_TELEMETRY_DISABLED = "1";

import { openFolderStore } from "./artifacts/folder-store.ts";
import { openDatabase } from "./db/client.ts";
import { openEnginePool } from "./engine/engine-pool.ts";
import { type Env, readEnv, requireDatabaseUrl } from "./env.ts";
import { createHttpClient } from "./http-client/create-http-client.ts";
import { devicesOf, proveAccelerators } from "./inference/prove-accelerators.ts";
import { readSecretKeys } from "./secrets/read-secret-keys.ts";
import { resealSecrets } from "./secrets/reseal-secrets.ts";
import { openInferencePorts } from "./serving/published/open-inference-ports.ts";
import type { InferencePortOptions } from "./serving/published/open-inference-ports.ts";
import { endWithParent } from "./start/end-with-parent.ts";
import { findBatching } from "./models/find-batching.ts";
import { startWorker } from "./worker/start-worker.ts";

/**
 * `npm run worker`: claims runs and executes them in engines, and answers the Open Inference Protocol for what is published,
 * until it is asked to end.
 */

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
  const secretKeys = readSecretKeys(env);
  await resealSecrets({ database, secretKeys });
  const accelerators = await proveAccelerators();
  const worker = await startWorker({
    database,
    databaseUrl,
    artifacts,
    pool: openEnginePool({
      artifacts,
      devices: devicesOf(accelerators),
      findBatching: (hash) => findBatching(database, hash),
    }),
    accelerators: Promise.resolve(accelerators),
    outgoing: { http: createHttpClient({ allow: env.httpAllow }), secretKeys },
    slots: env.runsAtOnce,
    limits: env.runLimits,
    ...(env.cacheBytes > 0 && { cache: { budgetBytes: env.cacheBytes, checkedShare: env.cacheChecked } }),
  });
  return { worker, ports: await openPorts(env, { databaseUrl, artifacts }) };
}

async function openPorts(
  { host, inferencePorts, runLimits, maxFileBytes, servedModelBytes }: Env,
  services: Pick<InferencePortOptions, "databaseUrl" | "artifacts">,
) {
  if (Object.values(inferencePorts).every((port) => port === null)) return null;
  // Connections of their own, so that many requests do not hold up the heartbeats of runs.
  const database = openDatabase(services.databaseUrl, { name: "patchbay-inference" });
  const ports = await openInferencePorts({
    ...services,
    database,
    host,
    ports: inferencePorts,
    limits: runLimits,
    maxFileBytes,
    ...(servedModelBytes !== undefined && { modelBytes: servedModelBytes }),
  });
  const { http, grpc, metrics } = ports.addresses();
  const shown = [http && `${http}/v2`, grpc && `gRPC ${grpc}`, metrics && `${metrics}/metrics`].filter(Boolean);
  if (shown.length > 0) console.log(`  ✓ Open Inference Protocol: ${shown.join(", ")}`);
  return ports;
}

async function end() {
  if (isEnding) return;
  isEnding = true;
  const { worker, ports } = await starting;
  // Before the worker, which still executes the runs that its clients wait for.
  await ports?.close();
  await worker.stop();
  process.exit(0);
}

await starting.catch((error: unknown) => {
  console.error(`The worker could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
