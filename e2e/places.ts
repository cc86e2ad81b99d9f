import path from "node:path";
import { fileURLToPath } from "node:url";

/** The journeys serve here and on the three ports above; `PATCHBAY_E2E_PORT` moves them where another program has these. */
export const port = Number(process.env.PATCHBAY_E2E_PORT ?? 4719);
export const address = `http://127.0.0.1:${port}`;

/** Beside these: of a service of somebody else, which workflows ask. */
export const servicePort = port + 4;

/** Where the journeys keep what must not be committed, for each server a folder of its own; emptied by the next run. */
const scratch = fileURLToPath(new URL(`../.test/e2e-${port}`, import.meta.url));

export const dataDir = path.join(scratch, "data");
export const serverPidFile = path.join(scratch, "server.pid");
/** The cookies of the owner, for all journeys that begin signed in. */
export const ownerState = path.join(scratch, "owner.json");
export const resultsDir = path.join(scratch, "results");

export const templates = fileURLToPath(new URL("../templates", import.meta.url));
export const screenshots = fileURLToPath(new URL("../public/screenshots", import.meta.url));
/** Of the user guide. */
export const guidePictures = fileURLToPath(new URL("../docs/pictures", import.meta.url));
