import path from "node:path";
import { fileURLToPath } from "node:url";

/** The journeys serve here and on the three ports above; `PATCHBAY_E2E_PORT` moves them where another program has these. */
export const port = Number(process.env.PATCHBAY_E2E_PORT ?? 4719);
export const address = `http://127.0.0.1:${port}`;

/** Where the journeys keep what must not be committed; emptied by the next run. */
const scratch = fileURLToPath(new URL("../.test", import.meta.url));

export const dataDir = path.join(scratch, "e2e-data");
export const serverPidFile = path.join(scratch, "e2e-server.pid");
/** The cookies of the owner, for all journeys that begin signed in. */
export const ownerState = path.join(scratch, "e2e-owner.json");

export const templates = fileURLToPath(new URL("../templates", import.meta.url));
export const screenshots = fileURLToPath(new URL("../public/screenshots", import.meta.url));
