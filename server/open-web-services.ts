import "#server-only";
import { openFolderStore } from "./artifacts/folder-store.ts";
import { createAuth } from "./auth/create-auth.ts";
import { findSignedIn } from "./auth/find-signed-in.ts";
import { readInstallationSecret } from "./auth/installation-secret.ts";
import { needsOwner } from "./auth/owner.ts";
import { openDatabase } from "./db/client.ts";
import { type Env, readEnv, requireDatabaseUrl } from "./env.ts";
import { openPresenceHub } from "./presence/presence-hub.ts";
import { openRunServices } from "./runs/run-services.ts";
import { readSecretKeys } from "./secrets/read-secret-keys.ts";
import { createValueReader } from "./values/reader/value-reader.ts";
import type { WebServices } from "./web-services.ts";

const key = Symbol.for("patchbay.web-services");
// One per process: each route and page is a bundle of its own, so a variable of this module would be one per route.
const shared = globalThis as typeof globalThis & { [key]?: Promise<WebServices> };

/** The services of this process, opened on the first call and closed by its end. A failed opening is tried again by the next call. */
export function openWebServices(): Promise<WebServices> {
  return (shared[key] ??= createWebServices(readEnv()).catch((error: unknown) => {
    delete shared[key];
    throw error;
  }));
}

/** Opened anew, for tests and other hosts. The caller closes them. */
export async function createWebServices(env: Env): Promise<WebServices & { close: () => Promise<void> }> {
  const databaseUrl = requireDatabaseUrl(env);
  const database = openDatabase(databaseUrl, { name: "patchbay web" });
  const auth = createAuth({ database, env, secret: env.secret ?? readInstallationSecret(env.dataDir) });
  const runServices = await openRunServices({ database, databaseUrl, limits: env.runLimits });
  const presence = openPresenceHub(databaseUrl, runServices.bell);
  const valueReader = createValueReader();
  return {
    env,
    database,
    auth,
    artifacts: await openFolderStore(env.artifactsDir),
    runServices,
    presence,
    secretKeys: readSecretKeys(env),
    valueReader,
    findSignedIn: (headers) => findSignedIn({ auth, database }, headers),
    needsOwner: () => needsOwner(database),
    close: async () => {
      valueReader.close();
      await presence.close();
      await runServices.close();
      await database.close();
    },
  };
}
